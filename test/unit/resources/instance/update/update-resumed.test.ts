import assert from "node:assert/strict";
import { test } from "node:test";
import { InterruptedError } from "../../../../../provider/resources/errors/interrupted-error.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { at, startHarness, until } from "../harness.ts";
import { inputs } from "../samples.ts";

const declared = inputs({ volume: { size: 1 } });
const interrupted = ["update" as const];

test("keeps a group that someone else attached when an update is resumed", async (t) => {
  const { cloud, context } = await startHarness(t);
  const group = await context.trove.configurations.create({ name: "theirs", values: { wait_timeout: 100 } });
  const { id, state } = await create(declared, context);
  cloud.change(id, (record) => {
    record.configurationId = group.id;
    record.task = "RESTART_REQUIRED";
  });
  const allowed = { ...declared, allow: { restart: false } };
  const now = await update(id, { ...state, pending: interrupted }, allowed, context);
  assert.deepEqual([now.pending, now.configuration], [[], undefined]);
  assert.equal(cloud.instance(id)?.configurationId, group.id);
});

test("detaches an undeclared group whose attach request got no answer", async (t) => {
  const { cloud, context } = await startHarness(t);
  const group = await context.trove.configurations.create({ name: "ours", values: { wait_timeout: 100 } });
  const { id, state } = await create(declared, context);
  const stop = new AbortController();
  cloud.faults.add({ method: "PUT", effect: { type: "reset", when: "after" } });
  const stopping = { ...context, signal: stop.signal, log: { ...context.log, status: () => stop.abort() } };
  const broken = await update(id, state, { ...declared, configuration: group.id }, stopping).catch((error) => error);
  assert.ok(broken instanceof InterruptedError, String(broken));
  assert.equal(cloud.instance(id)?.configurationId, group.id);
  const now = await update(id, broken.state as typeof state, declared, context);
  assert.deepEqual([now.pending, now.configuration], [[], undefined]);
  assert.equal(cloud.instance(id)?.configurationId, undefined);
});

test("refuses to revert an upgrade that an interrupted update requested", async (t) => {
  const { cloud, context } = await startHarness(t);
  const on = (version: string) => inputs({ volume: { size: 1 }, datastore: { type: "mysql", version } });
  const { id, state } = await create(on("5.7.29"), context);
  await context.trove.instances.update(id, { datastoreVersion: "8.0.29" });
  const resumed = update(id, { ...state, pending: interrupted }, on("5.7.29"), context);
  await assert.rejects(resumed, /datastore\.version: cannot be downgraded from 8\.0\.29 to 5\.7\.29/);
  const now = await update(id, { ...state, pending: interrupted }, on("8.0.29"), context);
  assert.deepEqual([now.pending, now.datastore?.version, now.status], [[], "8.0.29", "ACTIVE"]);
  const upgrades = cloud.requests.filter(({ method }) => method === "PATCH" || method === "PUT");
  assert.equal(upgrades.length, 1);
});

test("drops an undeclared user that an interrupted update requested", async (t) => {
  const { cloud, context } = await startHarness(t, { guestLag: 60 });
  const keep = { "keep@%": { password: "secret-1" } };
  const program = (users: Readonly<Record<string, { password: string }>>) => ({ ...declared, users });
  const { id, state } = await create(program(keep), context);
  const stop = new AbortController();
  const stopping = { ...context, signal: stop.signal };
  const adding = update(id, state, program({ ...keep, "new@%": { password: "secret-2" } }), stopping);
  await until(
    "the POST of the user",
    async () => cloud.requests,
    (requests) => requests.some(({ method, path }) => method === "POST" && path.endsWith("/users")),
  );
  stop.abort();
  const broken = await adding.catch((error) => error);
  assert.ok(broken instanceof InterruptedError, String(broken));
  await until(
    "the user",
    async () => cloud.instance(id)?.contents.users.length,
    (count) => count === 2,
  );
  const now = await update(id, broken.state as typeof state, program(keep), context);
  assert.deepEqual([now.pending, Object.keys(now.users ?? {})], [[], ["keep@%"]]);
  assert.deepEqual(
    cloud.instance(id)?.contents.users.map(({ name }) => name),
    ["keep"],
  );
});

for (const [title, was, is] of [
  ["a new finalBackup", undefined, {}],
  ["the removal of finalBackup", {}, undefined],
] as const) {
  test(`records ${title} although the instance does not become ACTIVE`, async (t) => {
    const { context } = await startHarness(t, { boot: 36000 });
    const briefly = () => ({ ...context, deadline: deadlineIn(context.clock, 20_000) });
    const broken = await create({ ...declared, finalBackup: was }, briefly()).catch((error) => error);
    assert.ok(broken instanceof InterruptedError, String(broken));
    const state = broken.state as InstanceState;
    const again = await update(broken.id, state, { ...declared, finalBackup: is }, briefly()).catch((error) => error);
    assert.ok(again instanceof InterruptedError, String(again));
    assert.deepEqual((again.state as InstanceState).finalBackup, is);
    assert.deepEqual((again.state as InstanceState).pending, ["create"]);
  });
}

test("records a new finalBackup although the rest of the update is refused", async (t) => {
  const { cloud, context } = await startHarness(t);
  const group = await context.trove.configurations.create({ name: "ours", values: { wait_timeout: 100 } });
  const { id, state } = await create(declared, context);
  cloud.change(id, (record) => {
    record.task = "RESTART_REQUIRED";
  });
  const change = { ...declared, configuration: group.id, finalBackup: {} };
  const broken = await update(id, state, change, context).catch((error) => error);
  assert.ok(broken instanceof InterruptedError, String(broken));
  assert.equal(broken.code, "TROVE_REFUSED");
  assert.deepEqual((broken.state as InstanceState).finalBackup, {});
});

test("keeps an adopted replica a replica when an update is resumed", async (t) => {
  const { cloud, context } = await startHarness(t);
  const source = await create(declared, context);
  const replica = await create({ replicaOf: source.id, name: "theirs" }, context);
  const later = await startHarness(t);
  const elsewhere = at(later.context, context);
  const { id, state } = await create({ adoptId: replica.id }, elsewhere);
  const change = { adoptId: id, allow: { restart: false } };
  const now = await update(id, { ...state, pending: interrupted }, change, elsewhere);
  assert.deepEqual([now.pending, now.source, now.replicaOf], [[], source.id, undefined]);
  assert.equal(cloud.instance(id)?.replicaOf, source.id);
});

test("detaches a replica whose detachment was interrupted", async (t) => {
  const { cloud, context } = await startHarness(t);
  const source = await create(declared, context);
  const program = { replicaOf: source.id, name: "ours" };
  const { id, state } = await create(program, context);
  const now = await update(id, { ...state, pending: interrupted }, { ...program, replicaOf: undefined }, context);
  assert.deepEqual([now.pending, now.source, now.replicaOf], [[], undefined, undefined]);
  assert.equal(cloud.instance(id)?.replicaOf, undefined);
});

test("manages the source of an adopted replica once the program declares it", async (t) => {
  const { context } = await startHarness(t);
  const source = await create(declared, context);
  const replica = await create({ replicaOf: source.id, name: "theirs" }, context);
  const later = await startHarness(t);
  const elsewhere = at(later.context, context);
  const { id, state } = await create({ adoptId: replica.id }, elsewhere);
  assert.equal(state.unmanagedSource, source.id);
  const now = await update(id, state, { adoptId: id, replicaOf: source.id }, elsewhere);
  assert.deepEqual([now.replicaOf, now.unmanagedSource], [source.id, undefined]);
});
