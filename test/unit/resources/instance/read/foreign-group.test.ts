import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../../provider/resources/instance/delete/delete.ts";
import { read } from "../../../../../provider/resources/instance/read/read.ts";
import { NotFoundError } from "../../../../../provider/trove/errors/not-found-error.ts";
import { at, type Harness, type StageOptions, startHarness } from "../harness.ts";
import { inputs, OTHER_ID } from "../samples.ts";

const SMALL = inputs({ volume: { size: 1 } });

/** An instance whose configuration group the project does not see, so that Trove answers 404 where it would show it. */
async function withForeignGroup(t: TestContext, { name = "db", ...options }: StageOptions & { name?: string } = {}) {
  const harness = await startHarness(t, options);
  const created = await create({ ...SMALL, name }, harness.context);
  harness.cloud.change(created.id, (record) => {
    record.configurationId = OTHER_ID;
  });
  return { ...harness, ...created };
}

function deletes({ cloud }: Pick<Harness, "cloud">): number {
  return cloud.requests.filter(({ method, service }) => service === "trove" && method === "DELETE").length;
}

test("fails to read an instance whose configuration group is not the project's", async (t) => {
  const { id, state, context } = await withForeignGroup(t);
  await assert.rejects(read({ id, state }, context), (error: unknown) => {
    assert.ok(error instanceof NotFoundError);
    assert.deepEqual([error.resource, error.resourceId], ["configuration", OTHER_ID]);
    assert.ok(error.message.includes(id) && error.message.includes(OTHER_ID), error.message);
    assert.match(error.message, /exists.*Ask the cloud's operator to detach the group/);
    return true;
  });
});

test("deletes an instance whose configuration group is not the project's", async (t) => {
  const harness = await withForeignGroup(t);
  await deleteInstance(harness.id, harness.state, harness.context);
  assert.equal(harness.cloud.instance(harness.id), undefined);
  assert.equal(deletes(harness), 1);
});

test("deletes such an instance although the first DELETE had no effect", async (t) => {
  const harness = await withForeignGroup(t);
  harness.cloud.faults.add({ method: "DELETE", effect: { type: "reset", when: "before" } });
  await deleteInstance(harness.id, harness.state, harness.context);
  assert.equal(harness.cloud.instance(harness.id), undefined);
  assert.equal(deletes(harness), 2);
});

test("does not consider an instance deleted because a list does not show it", async (t) => {
  const harness = await withForeignGroup(t);
  harness.cloud.faults.add({
    method: "GET",
    path: "/instances$",
    effect: { type: "status", status: 200, body: { instances: [] } },
  });
  await assert.rejects(deleteInstance(harness.id, harness.state, harness.context), (error: unknown) => {
    assert.ok(error instanceof NotFoundError);
    assert.equal(error.resource, "configuration");
    return true;
  });
  assert.equal(deletes(harness), 0);
});

test("creates other instances beside one whose details Trove does not show", async (t) => {
  const harness = await withForeignGroup(t, { name: "mine" });
  const later = await startHarness(t);
  const context = at(later.context, harness.context);
  const other = await create({ ...SMALL, name: "other" }, context);
  const namesake = await create({ ...SMALL, name: "mine" }, context);
  assert.deepEqual([other.state.status, namesake.state.status], ["ACTIVE", "ACTIVE"]);
  const warnings = later.lines.filter((line) => line.startsWith("There is already"));
  assert.deepEqual([warnings.length, warnings[0]?.includes(harness.id)], [1, true]);
});

test("names an orphaned instance whose details Trove does not show", async (t) => {
  const harness = await withForeignGroup(t, { name: "db-1234567" });
  const later = await startHarness(t);
  const { name: _, ...unnamed } = SMALL;
  await assert.rejects(create(unnamed, at(later.context, harness.context)), (error: Error & { code?: string }) => {
    assert.equal(error.code, "TROVE_LEFTOVER");
    assert.ok(error.message.includes(harness.id), error.message);
    return true;
  });
});

test("considers an instance deleted that goes after its group was refused", async (t) => {
  const harness = await withForeignGroup(t);
  const message = `Configuration group with ID ${OTHER_ID} could not be found.`;
  harness.cloud.faults.add({
    method: "GET",
    path: `/instances/${harness.id}$`,
    effect: { type: "status", status: 404, body: { itemNotFound: { code: 404, message } } },
  });
  harness.cloud.remove(harness.id);
  await deleteInstance(harness.id, harness.state, harness.context);
  assert.equal(deletes(harness), 0);
});

test("backs up a busy instance whose configuration group is not the project's", async (t) => {
  const harness = await withForeignGroup(t, { backup: 0 });
  const message = "Instance db is not ready. (Status is BACKUP).";
  const body = { unprocessableEntity: { code: 422, message } };
  harness.cloud.faults.add({ method: "POST", path: "/backups$", effect: { type: "status", status: 422, body } });
  await deleteInstance(harness.id, { ...harness.state, finalBackup: {} }, harness.context);
  assert.equal(harness.cloud.instance(harness.id), undefined);
  const backups = await Array.fromAsync(harness.context.trove.backups.list({ instanceId: harness.id }));
  assert.deepEqual(
    backups.map(({ name, status }) => [name, status]),
    [["db-final", "COMPLETED"]],
  );
});
