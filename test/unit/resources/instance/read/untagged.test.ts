import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../../provider/resources/instance/delete/delete.ts";
import { read } from "../../../../../provider/resources/instance/read/read.ts";
import { at, startHarness } from "../harness.ts";

const NETWORK = "22222222-2222-2222-2222-222222222222";

/** Four instances whose servers have no tag, as if an earlier release had made them; a process that has not met them. */
async function startUpgraded(t: TestContext, fields: InstanceInputs = {}) {
  const maker = await startHarness(t, { backup: 6 });
  const names = ["a", "b", "c", "d"].map((name) => `${name} NO_TAGS`);
  const made = await Promise.all(
    names.map((name) => {
      const inputs = { name, flavor: "m1.small", volume: { size: 1 }, network: { networkId: NETWORK }, ...fields };
      return create(inputs, maker.context);
    }),
  );
  const harness = await startHarness(t);
  return { made, cloud: maker.cloud, context: at(harness.context, maker.context) };
}

test("refreshes with the status and the addresses of a GET, not of a list", async (t) => {
  const { made, context } = await startUpgraded(t);
  const found = await Promise.all(made.map(({ id, state }) => read({ id, state }, context)));
  for (const [index, { state }] of made.entries()) {
    const { released: _, ...expected } = state;
    assert.deepEqual(found[index]?.state, expected);
  }
});

test("looks up the status and the addresses of a GET, not of a list", async (t) => {
  const { made, context } = await startUpgraded(t);
  const found = await Promise.all(made.map(({ id }) => read({ id }, context)));
  assert.deepEqual(
    found.map((one) => [one?.state.status, one?.state.addresses.length]),
    made.map(() => ["ACTIVE", 1]),
  );
});

test("adopts several instances that lists show as SHUTDOWN concurrently", async (t) => {
  const { made, context } = await startUpgraded(t);
  const adopted = await Promise.all(made.map(({ id }) => create({ adoptId: id, flavor: "m1.small" }, context)));
  assert.deepEqual(
    adopted.map(({ state }) => [state.status, state.addresses.length]),
    made.map(() => ["ACTIVE", 1]),
  );
});

test("backs up and deletes instances that lists show as SHUTDOWN", async (t) => {
  const { made, cloud, context } = await startUpgraded(t, { finalBackup: {} });
  await Promise.all(made.map(({ id, state }) => deleteInstance(id, state, context)));
  assert.deepEqual(cloud.instances(), []);
  const backups = await Array.fromAsync(context.trove.backups.list());
  assert.deepEqual(new Set(backups.map(({ instanceId }) => instanceId)), new Set(made.map(({ id }) => id)));
});

test("repeats a lost DELETE of an instance that lists show as SHUTDOWN", async (t) => {
  const { made, cloud, context } = await startUpgraded(t);
  cloud.faults.add({ method: "DELETE", path: `${made[0]?.id}$`, effect: { type: "reset", when: "before" } });
  await Promise.all(made.map(({ id, state }) => deleteInstance(id, state, context)));
  assert.deepEqual(cloud.instances(), []);
});
