import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { read } from "../../../../../provider/resources/instance/read/read.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { startHarness } from "../harness.ts";

const DB: InstanceInputs = { name: "db", flavor: "m1.small", volume: { size: 1 } };
const OPERATORS = { defaultLocality: "soft-affinity" } as const;

function assertNotManaged(state: InstanceState | undefined, inputs: InstanceInputs): void {
  assert.ok(state);
  assert.equal("locality" in state, false);
  assert.deepEqual(compare(state, inputs).changes, []);
}

test("ignores the operator's locality in the state and the diff, also after a refresh", async (t) => {
  const { context } = await startHarness(t, OPERATORS);
  const { id, state } = await create(DB, context);
  assert.equal((await context.trove.instances.get(id)).locality, "soft-affinity");
  assertNotManaged(state, DB);
  assertNotManaged((await read({ id, state }, context))?.state, DB);
  assert.deepEqual(Object.keys((await read({ id }, context))?.state ?? {}).includes("locality"), false);
});

test("shows no change for a replica of an instance with the operator's locality", async (t) => {
  const { context } = await startHarness(t, OPERATORS);
  const { id: source } = await create(DB, context);
  const replica: InstanceInputs = { name: "replica", replicaOf: source };
  const { id, state } = await create(replica, context);
  assert.equal((await context.trove.instances.get(id)).locality, "soft-affinity");
  assertNotManaged(state, replica);
  assertNotManaged((await read({ id, state }, context))?.state, replica);
});

test("adopts an instance with the operator's locality without declaring it", async (t) => {
  const maker = await startHarness(t, OPERATORS);
  const { id } = await create(DB, maker.context);
  const { context } = await startHarness(t);
  const adopting = { ...DB, adoptId: id };
  const { trove, poller } = maker.context;
  const { state } = await create(adopting, { ...context, trove, poller });
  assertNotManaged(state, adopting);
});

for (const locality of ["affinity", "anti-affinity", "soft-affinity", "soft-anti-affinity"] as const) {
  test(`creates with the declared locality ${locality} instead of the operator's`, async (t) => {
    const { context } = await startHarness(t, { defaultLocality: "soft-affinity" });
    const inputs = { ...DB, locality };
    const { id, state } = await create(inputs, context);
    assert.equal((await context.trove.instances.get(id)).locality, locality);
    assert.deepEqual(
      compare((await read({ id, state }, context))?.state ?? assert.fail("it is gone"), inputs).changes,
      [],
    );
  });
}

test("names the release that accepts a soft locality if the cloud does not", async (t) => {
  const { context, cloud } = await startHarness(t, { troveRelease: 18 });
  await assert.rejects(create({ ...DB, locality: "soft-affinity" }, context), {
    path: "locality",
    code: "TROVE_BAD_REQUEST",
    message: /^locality: .*Invalid locality 'soft-affinity'.*need Trove 26 \(2026\) or later\.$/,
  });
  assert.deepEqual(cloud.instances(), []);
});
