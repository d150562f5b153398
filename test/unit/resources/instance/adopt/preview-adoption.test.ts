import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { check } from "../../../../../provider/resources/instance/check/check.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { unknownValue } from "../../../../../provider/resources/values/unknown-value.ts";
import { at, startHarness } from "../harness.ts";
import { inputs, OTHER_ID } from "../samples.ts";

const USERS = { "app@%": { password: "old-secret", databases: ["app"] } };

/** An instance that somebody made, and what the preview of its adoption shows in a process that has never met it. */
async function startWithExisting(t: Parameters<typeof startHarness>[0], fields: InstanceInputs = {}) {
  const maker = await startHarness(t);
  const declared = inputs({ name: "legacy", volume: { size: 2 }, databases: { app: {} }, users: USERS, ...fields });
  const { id } = await create(declared, maker.context);
  const harness = await startHarness(t, { preview: true });
  const context = at(harness.context, maker.context);
  const previewed = async (program: InstanceInputs) => {
    const { adoption, failures } = await check({ adoptId: id, ...program }, undefined, context);
    return {
      summary: adoption?.summary,
      rows: adoption?.changes.map(({ path, impact, reason, before, after }) => {
        const what = after === undefined ? reason : `${before ?? "?"} → ${after}`;
        return `${path} ${impact}: ${what}`;
      }),
      failures: failures.map(({ path, reason }) => `${path}: ${reason}`),
    };
  };
  return { id, cloud: maker.cloud, context, configurations: maker.context.trove.configurations, previewed };
}

test("announces an adoption without changes", async (t) => {
  const { id, cloud, previewed } = await startWithExisting(t);
  const program = { flavor: "m1.small", name: "legacy", volume: { size: 2 }, databases: { app: {} } };
  cloud.requests.length = 0;
  assert.deepEqual(await previewed(program), {
    summary: `Adopts instance "legacy" (${id}) without changes.`,
    rows: [],
    failures: [],
  });
  assert.deepEqual(
    cloud.requests.filter(({ method, service }) => service === "trove" && method !== "GET"),
    [],
  );
});

test("announces the changes of an adoption with values and impact", async (t) => {
  const { id, previewed } = await startWithExisting(t);
  const { summary, rows, failures } = await previewed({
    name: "ours",
    flavor: "m1.medium",
    volume: { size: 3 },
    access: { isPublic: false, allowedCidrs: [] },
    databases: { app: {}, log: {} },
    users: { "app@%": { password: "new-secret", databases: ["app", "log"] }, "b@%": { password: "x1" } },
  });
  assert.equal(summary, `Adopts instance "legacy" (${id}) and changes:`);
  assert.deepEqual(rows?.sort(), [
    "access none: ? → { isPublic: false, allowedCidrs: [] }",
    "databases.log none: is created",
    "flavor offline: m1.small → m1.medium",
    "name none: legacy → ours",
    'users["app@%"].databases none: [app] → [app, log]',
    'users["app@%"].password none: set to the declared password',
    'users["b@%"] none: is created',
    "volume.size none: 2 → 3 GiB",
  ]);
  assert.deepEqual(failures, []);
});

test("leaves out of the preview what the program does not declare", async (t) => {
  const { id, previewed } = await startWithExisting(t);
  const { summary, rows } = await previewed({});
  assert.deepEqual([summary, rows], [`Adopts instance "legacy" (${id}) without changes.`, []]);
});

test("shows unknown values as unknown", async (t) => {
  const { previewed } = await startWithExisting(t);
  const unknown = unknownValue as never;
  const { rows, failures } = await previewed({ flavor: unknown, users: { "app@%": { password: unknown } } });
  assert.deepEqual(rows, ["flavor none: its value is not known yet", "users none: its value is not known yet"]);
  assert.deepEqual(failures, []);
});

test("says that databases and users cannot be compared", async (t) => {
  const { id, cloud, previewed } = await startWithExisting(t);
  cloud.faults.add({ method: "GET", path: "/(users|databases)", times: 0, effect: { type: "status", status: 403 } });
  const { summary, rows } = await previewed({ databases: { app: {} } });
  assert.equal(summary, `Adopts instance "legacy" (${id}) and changes:`);
  assert.deepEqual(rows, ["databases none: changed to what is declared, if they differ"]);
});

const REFUSED: Readonly<Record<string, readonly [program: InstanceInputs, failure: RegExp]>> = {
  "a smaller volume": [{ volume: { size: 1 } }, /^volume\.size: a volume cannot shrink \(from 2 to 1 GiB\)/],
  "another datastore": [{ datastore: { type: "mariadb" } }, /^datastore\.type: .*runs mysql, not mariadb/],
  "a lower version": [{ datastore: { type: "mysql", version: "5.7.29" } }, /^datastore\.version: cannot be downgraded/],
};

for (const [title, [program, failure]] of Object.entries(REFUSED)) {
  test(`refuses ${title} when it previews an adoption, even with allow.replace`, async (t) => {
    const { previewed } = await startWithExisting(t);
    const { summary, failures } = await previewed({ ...program, allow: { replace: true } });
    assert.equal(summary, undefined);
    const [first = "", ...others] = failures;
    assert.match(first, failure);
    assert.deepEqual(others, []);
  });
}

test("refuses to adopt a broken instance at preview", async (t) => {
  const { id, cloud, previewed } = await startWithExisting(t);
  cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  const { summary, failures } = await previewed({});
  assert.equal(summary, undefined);
  assert.match(failures.join(), /^adoptId: instance .* cannot be adopted: its status is ERROR.*repaired first/);
});

test("refuses an adoption that needs a restart without consent", async (t) => {
  const { cloud, id, configurations, previewed } = await startWithExisting(t);
  const old = (await configurations.create({ name: "old", values: { sync_binlog: 1 } })).id;
  const next = (await configurations.create({ name: "next", values: { wait_timeout: 100 } })).id;
  cloud.change(id, (record) => {
    record.configurationId = old;
  });
  assert.match((await previewed({ configuration: next })).failures.join(), /^configuration: .*restart: true/);
  assert.deepEqual((await previewed({ configuration: next, allow: { restart: true } })).failures, []);
});

test("leaves unknown consent to the create", async (t) => {
  const { cloud, id, configurations, previewed } = await startWithExisting(t);
  const old = (await configurations.create({ name: "old", values: { sync_binlog: 1 } })).id;
  const next = (await configurations.create({ name: "next", values: { wait_timeout: 100 } })).id;
  const program = { configuration: next, allow: { restart: unknownValue as never } };
  const rows = [`configuration possibleRestart: ${old} → ${next}`, "allow none: its value is not known yet"];
  for (const task of [undefined, "RESTART_REQUIRED"] as const) {
    cloud.change(id, (record) => {
      record.configurationId = old;
      if (task !== undefined) record.task = task;
    });
    const { failures, rows: shown } = await previewed(program);
    assert.deepEqual([failures, shown], [[], rows], task);
  }
});

test("announces no adoption if the id is unknown or does not exist", async (t) => {
  const { previewed } = await startWithExisting(t);
  const unknown = await previewed({ adoptId: unknownValue as never });
  assert.deepEqual([unknown.summary, unknown.failures], [undefined, []]);
  const missing = await previewed({ adoptId: OTHER_ID });
  assert.equal(missing.summary, undefined);
  assert.match(missing.failures.join(), /^adoptId: this project has no instance/);
});
