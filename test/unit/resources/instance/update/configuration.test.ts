import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { startHarness } from "../harness.ts";
import { inputs } from "../samples.ts";

/** Dynamic, but without a default in the datastore's template: Trove requires a restart when it is detached. */
const NO_DEFAULT = { sync_binlog: 1 };

test("refuses a swap that requires a restart before it detaches the old group", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { configurations } = context.trove;
  const old = (await configurations.create({ name: "old", values: NO_DEFAULT })).id;
  const next = (await configurations.create({ name: "next", values: { wait_timeout: 100 } })).id;
  const declared = inputs({ volume: { size: 1 }, configuration: old });
  const { id, state } = await create(declared, context);
  assert.equal(state.status, "ACTIVE");
  const puts = () => cloud.requests.filter(({ method }) => method === "PUT").length;
  const wanted = { ...declared, name: "renamed", configuration: next };

  await assert.rejects(update(id, state, wanted, context), ({ cause }: Error) => {
    assert.match(String(cause), /configuration: the old group cannot be detached .*allow: \{ restart: true \}/);
    return true;
  });
  assert.deepEqual([cloud.instance(id)?.configurationId, puts()], [old, 0]);

  const swapped = await update(id, state, { ...wanted, allow: { restart: true } }, context);
  assert.deepEqual([swapped.configuration, swapped.status], [next, "ACTIVE"]);
  assert.equal(cloud.instance(id)?.configurationId, next);
});

for (const [title, before, after] of [
  ["detached", "group", undefined],
  ["attached", undefined, "group"],
] as const) {
  test(`a group is ${title} during a pending restart only with consent`, async (t) => {
    const { cloud, context } = await startHarness(t);
    const group = (await context.trove.configurations.create({ name: "g", values: { wait_timeout: 100 } })).id;
    const having = (there: string | undefined) =>
      inputs({ volume: { size: 1 }, ...(there === undefined ? {} : { configuration: group }) });
    const { id, state } = await create(having(before), context);
    cloud.change(id, (record) => {
      record.task = "RESTART_REQUIRED";
    });
    const restarts = () => cloud.requests.filter(({ path }) => path.endsWith("/action")).length;
    await assert.rejects(update(id, state, having(after), context), ({ cause }: Error) => {
      assert.match(String(cause), /configuration: the database waits for a restart.*allow: \{ restart: true \}/);
      return true;
    });
    assert.equal(restarts(), 0);
    const changed = await update(id, state, { ...having(after), allow: { restart: true } }, context);
    assert.equal(changed.configuration, after && group);
    assert.equal(restarts(), 1);
  });
}

test("a new revision of the group makes the instance restart if that is required and allowed", async (t) => {
  const { cloud, context, lines } = await startHarness(t);
  const { configurations } = context.trove;
  const configuration = (await configurations.create({ name: "g", values: { wait_timeout: 100 } })).id;
  const declared = inputs({ volume: { size: 1 }, configuration, configurationRevision: "a" });
  const { id, state } = await create(declared, context);
  // Takes effect only after a restart.
  await configurations.replace(configuration, { values: { innodb_buffer_pool_size: 10_000_000 } });
  const restarts = () => cloud.requests.filter(({ path }) => path.endsWith("/action")).length;

  const warned = await update(id, state, { ...declared, configurationRevision: "b" }, context);
  assert.deepEqual([warned.configurationRevision, warned.status, restarts()], ["b", "RESTART_REQUIRED", 0]);
  assert.match(lines.join("\n"), /requires a restart before all of its configuration takes effect/);

  const allowed = { ...declared, configurationRevision: "b", allow: { restart: true } };
  const restarted = await update(id, state, allowed, context);
  assert.deepEqual([restarted.configurationRevision, restarted.status, restarts()], ["b", "ACTIVE", 1]);
});
