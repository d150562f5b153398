import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../../provider/resources/instance/delete/delete.ts";
import { at, startHarness, until } from "../harness.ts";
import { inputs } from "../samples.ts";

const small = (fields: InstanceInputs = {}) => inputs({ name: "db-1234567", volume: { size: 1 }, ...fields });

test("forgets the id of an instance that it has deleted", async (t) => {
  const { context } = await startHarness(t);
  const { id, state } = await create(small(), context);
  context.knownIds.claimBy(state.adoptionToken, id);
  assert.ok(context.knownIds.has(id) && context.knownIds.isClaimedByAnother(id, "another"));
  await deleteInstance(id, state, context);
  assert.ok(!context.knownIds.has(id) && !context.knownIds.isClaimedByAnother(id, "another"));
});

test("remembers the id of an instance that it kept for another resource", async (t) => {
  const { context } = await startHarness(t);
  const { id, state } = await create(small(), context);
  context.knownIds.adopt(id, "first");
  await deleteInstance(id, state, context);
  assert.ok(context.knownIds.has(id) && context.knownIds.isClaimedByAnother(id, undefined));
});

for (const name of ["db-1234567", "mine"]) {
  test(`finds no orphan "${name}" in the cached list that is gone by now`, async (t) => {
    const harness = await startHarness(t);
    const { id, state } = await create(small({ name }), harness.context);
    const elsewhere = await create(small({ name }), harness.context);
    const later = await startHarness(t);
    const context = at(later.context, harness.context);
    context.knownIds.claimBy(state.adoptionToken, id);
    await create(small({ name: "other" }), context);
    await deleteInstance(id, state, context);
    await harness.context.trove.instances.delete(elsewhere.id);
    await until(
      "the other one to be gone",
      async () => harness.cloud.instance(elsewhere.id),
      (record) => record === undefined,
    );
    const created = await create(small({ name }), context);
    assert.deepEqual(
      harness.cloud.instances().flatMap((record) => (record.name === name ? [record.id] : [])),
      [created.id],
    );
    assert.deepEqual(
      later.lines.filter((line) => line.includes("There is already")),
      [],
    );
  });
}

test("adopts an orphan as it is now, not as the cached list shows it", async (t) => {
  const harness = await startHarness(t, { boot: 18 });
  const { id } = await harness.context.trove.instances.create({
    name: "db-1234567",
    flavorId: "2",
    volume: { size: 1 },
  });
  const later = await startHarness(t, { resumeInterrupted: true });
  const context = at(later.context, harness.context);
  // Caches the list of the process while the orphan is in BUILD.
  await create(small({ name: "other" }), context);
  const taken = await create(small(), context);
  assert.equal(taken.id, id);
  assert.ok(later.lines.includes(`Adopting the orphaned instance ${id} (ACTIVE), which an interrupted run created.`));
});
