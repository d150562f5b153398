import assert from "node:assert/strict";
import { test } from "node:test";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { TroveConfigurationArgs, TroveInstanceArgs } from "pulumi-trove";
import { openApi } from "../support/cloud-api.ts";
import { changeGroup, createGroup, showGroup } from "../support/cloud-configurations.ts";
import { show } from "../support/cloud-instances.ts";
import { killProvider } from "../support/processes.ts";
import { assertSteady, assertUnchanged, idOf, onEachCloud } from "./clouds.ts";
import { connect } from "./errors/connect.ts";
import { Diagnostics } from "./errors/diagnostics.ts";
import { configurationGroups } from "./errors/elsewhere.ts";
import { assertTells } from "./errors/row.ts";
import { asked, failureOf, startHarness, until } from "./harness.ts";
import { TroveConfiguration, TroveInstance, testOnHost } from "./host.ts";

const mysql = { type: "mysql", version: "8.0.29" };
/** The number of digits is more than a number holds. */
const large = { sort_buffer_size: "18446744073709551615" };
const values = { wait_timeout: 60, long_query_time: 1 };
/** Takes effect only after a restart. */
const fixed = { innodb_buffer_pool_size: 10_000_000 };
const allow = { restart: true };

/** A program with a group `settings`, and an instance `db` that has it. */
function declares(group: TroveConfigurationArgs, instance?: TroveInstanceArgs): PulumiFn {
  return async () => {
    const configuration = new TroveConfiguration("settings", { datastore: mysql, ...group });
    if (instance === undefined) return;
    const size = { flavor: "m1.small", volume: { size: 1 }, datastore: mysql };
    new TroveInstance("db", { ...size, configuration, ...instance });
  };
}

onEachCloud("a configuration group and its instance: up, change, drift, destroy", async ({ api, createStack }) => {
  const stack = await createStack({ program: declares({ values }, {}) });
  await stack.stack.up();
  const [group, instance] = [await idOf(stack, "settings"), await idOf(stack, "db")];
  const now = async () => [(await showGroup(api, group)).values, (await show(api, instance)).status];
  assert.deepEqual(await now(), [values, "ACTIVE"]);
  await assertUnchanged(stack);

  stack.program = declares({ values: { ...values, wait_timeout: "70" }, description: "slow" }, {});
  await stack.stack.up();
  assert.deepEqual(await now(), [{ ...values, wait_timeout: 70 }, "ACTIVE"]);
  await assertSteady(stack);

  await changeGroup(api, "PUT", group, { values: { max_connections: 5 } });
  const { summary } = await stack.stack.refresh();
  assert.deepEqual(summary.resourceChanges, { same: 2, update: 1 });
  await stack.stack.up();
  assert.deepEqual(await now(), [{ ...values, wait_timeout: 70 }, "ACTIVE"]);

  const special = { ...fixed, ...large, innodb_ft_max_token_size: 20 };
  stack.program = declares({ values: special, allow }, {});
  await stack.stack.up();
  assert.equal((await show(api, instance)).status, "ACTIVE");
  const { text } = await api.get(`/configurations/${group}`);
  assert.match(text, /"sort_buffer_size": ?18446744073709551615\b/);
  assert.match(text, /"innodb_ft_max_token_size": ?"\*\*\*"/);
  await assertUnchanged(stack);
  assert.deepEqual([await idOf(stack, "settings"), await idOf(stack, "db")], [group, instance]);

  await stack.stack.destroy();
  assert.equal((await api.get(`/configurations/${group}`)).status, 404);
});

test("a new revision restarts an instance by its own consent", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const api = await openApi(cloud);
  const stack = await createStack({ program: declares({ values }, { allow }) });
  await stack.stack.up();
  const instance = await idOf(stack, "db");
  stack.program = declares({ values: fixed }, { allow });
  await stack.stack.up();
  assert.equal((await show(api, instance)).status, "ACTIVE");
  await assertSteady(stack);

  stack.program = declares({ values: { ...fixed, wait_timeout: 70 } }, {});
  const { stdout } = await stack.stack.up();
  assert.match(stdout, /warning: .*A restart of the database is required before all new values .*instance "db-/);
  assert.equal((await show(api, instance)).status, "RESTART_REQUIRED");
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.destroy();
});

test("another version replaces the group", async (t) => {
  const { createStack } = await startHarness(t);
  const stack = await createStack({ program: declares({ values }) });
  await stack.stack.up();
  const group = await idOf(stack, "settings");
  stack.program = declares({ values, datastore: { type: "mysql", version: "5.7.29" } });
  await stack.stack.up();
  assert.notEqual(await idOf(stack, "settings"), group);
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.destroy();
});

testOnHost(
  { only: "plugin", because: "Pulumi imports no resource of the dynamic host" },
  "an imported group previews as unchanged, and is managed afterwards",
  async (t) => {
    const { cloud, createStack } = await startHarness(t);
    const legacy = await createGroup(await openApi(cloud), { wait_timeout: 60 }, { datastore: mysql });
    const stack = await createStack();
    const declared = (wait_timeout: number): PulumiFn => {
      const args = { name: "group", datastore: mysql, values: { wait_timeout } };
      return async () => {
        new TroveConfiguration("settings", args, { import: legacy.id });
      };
    };
    stack.program = declared(60);
    await stack.stack.up();
    assert.equal(await idOf(stack, "settings"), legacy.id);
    await stack.stack.preview({ expectNoChanges: true });
    stack.program = declared(70);
    await stack.stack.up();
    await stack.stack.refresh({ expectNoChanges: true });
    await stack.stack.destroy();
  },
);

test("an error of a group names the instances that it is attached to", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares({ name: "settings", values }) });
  await stack.stack.up();
  const group = await idOf(stack, "settings");
  const { instances } = await connect(cloud);
  const { id } = await instances.create({
    name: "theirs",
    flavorId: "2",
    volume: { size: 1 },
    datastore: mysql,
    configurationId: group,
  });
  await instances.waitFor(id, "ACTIVE");
  const { attached, unchanged } = configurationGroups;
  const destroyed = new Diagnostics();
  await failureOf(stack.stack.destroy({ onEvent: destroyed.onEvent }));
  assertTells(attached, destroyed.of(attached.resource), cloud, { group, id });

  cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  stack.program = declares({ name: "settings", values: { wait_timeout: 70 } });
  const changed = new Diagnostics();
  await failureOf(stack.stack.up({ onEvent: changed.onEvent }));
  assertTells(unchanged, changed.of(unchanged.resource), cloud, { group, id });
});

test("Ctrl-C during a change keeps it unfinished, and the next up applies it", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares({ values }, {}) });
  await stack.stack.up();
  stack.program = declares({ values: { wait_timeout: 70 } }, {});
  cloud.faults.add({ method: "PUT", effect: { type: "hang", when: "after" } });
  const abort = new AbortController();
  const up = failureOf(stack.stack.up({ signal: abort.signal }));
  const changes = () => asked(cloud, "PUT").filter((path) => path.startsWith("/configurations/")).length;
  await until("the change", () => changes() === 1);
  abort.abort();
  await up;

  await stack.stack.up();
  assert.equal(changes(), 2);
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.refresh({ expectNoChanges: true });
});

test("up after a killed change applies the values again and restarts what it left", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares({ values }, {}) });
  await stack.stack.up();
  stack.program = declares({ values: fixed, allow }, {});
  cloud.faults.add({ method: "PUT", effect: { type: "hang", when: "after" } });
  const up = failureOf(stack.stack.up());
  await until("the change", () => cloud.instances()[0]?.task === "RESTART_REQUIRED");
  killProvider();
  await up;

  await stack.stack.up();
  assert.equal(cloud.instances()[0]?.task, "NONE");
  await stack.stack.refresh({ expectNoChanges: true });
});

test("up after a killed create does not create a second group", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares({ values }) });
  cloud.faults.add({ method: "POST", path: "/configurations$", effect: { type: "hang", when: "after" } });
  const up = failureOf(stack.stack.up());
  await until("the create", () => asked(cloud, "POST").length === 1);
  killProvider();
  await up;

  const message = await failureOf(stack.stack.up());
  assert.match(message, /No configuration group was created: "settings-[0-9a-f]{7}".*trove:resumeInterrupted true/);
  await stack.stack.setConfig("trove:resumeInterrupted", { value: "true" });
  await stack.stack.up();
  assert.equal(asked(cloud, "POST").length, 1);
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.destroy();
});
