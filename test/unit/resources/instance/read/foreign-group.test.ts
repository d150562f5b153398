import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../../provider/resources/instance/delete/delete.ts";
import { read } from "../../../../../provider/resources/instance/read/read.ts";
import { NotFoundError } from "../../../../../provider/trove/errors/not-found-error.ts";
import { at, type Stage, type StageOptions, startStage } from "../harness.ts";
import { inputs, OTHER_ID } from "../samples.ts";

const SMALL = inputs({ volume: { size: 1 } });

/** An instance whose configuration group the project does not see, so that Trove answers 404 where it would show it. */
async function withForeignGroup(t: TestContext, { name = "db", ...options }: StageOptions & { name?: string } = {}) {
  const stage = await startStage(t, options);
  const created = await create({ ...SMALL, name }, stage.context);
  stage.cloud.change(created.id, (record) => {
    record.configurationId = OTHER_ID;
  });
  return { ...stage, ...created };
}

function deletes({ cloud }: Pick<Stage, "cloud">): number {
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
  const stage = await withForeignGroup(t);
  await deleteInstance(stage.id, stage.state, stage.context);
  assert.equal(stage.cloud.instance(stage.id), undefined);
  assert.equal(deletes(stage), 1);
});

test("deletes such an instance although the first DELETE had no effect", async (t) => {
  const stage = await withForeignGroup(t);
  stage.cloud.faults.add({ method: "DELETE", effect: { type: "reset", when: "before" } });
  await deleteInstance(stage.id, stage.state, stage.context);
  assert.equal(stage.cloud.instance(stage.id), undefined);
  assert.equal(deletes(stage), 2);
});

test("does not consider an instance deleted because a list does not show it", async (t) => {
  const stage = await withForeignGroup(t);
  stage.cloud.faults.add({
    method: "GET",
    path: "/instances$",
    effect: { type: "status", status: 200, body: { instances: [] } },
  });
  await assert.rejects(deleteInstance(stage.id, stage.state, stage.context), (error: unknown) => {
    assert.ok(error instanceof NotFoundError);
    assert.equal(error.resource, "configuration");
    return true;
  });
  assert.equal(deletes(stage), 0);
});

test("creates other instances beside one whose details Trove does not show", async (t) => {
  const stage = await withForeignGroup(t, { name: "mine" });
  const later = await startStage(t);
  const context = at(later.context, stage.context);
  const other = await create({ ...SMALL, name: "other" }, context);
  const namesake = await create({ ...SMALL, name: "mine" }, context);
  assert.deepEqual([other.state.status, namesake.state.status], ["ACTIVE", "ACTIVE"]);
  const warnings = later.lines.filter((line) => line.startsWith("There is already"));
  assert.deepEqual([warnings.length, warnings[0]?.includes(stage.id)], [1, true]);
});

test("names an orphaned instance whose details Trove does not show", async (t) => {
  const stage = await withForeignGroup(t, { name: "db-1234567" });
  const later = await startStage(t);
  const { name: _, ...unnamed } = SMALL;
  await assert.rejects(create(unnamed, at(later.context, stage.context)), (error: Error & { code?: string }) => {
    assert.equal(error.code, "TROVE_LEFTOVER");
    assert.ok(error.message.includes(stage.id), error.message);
    return true;
  });
});

test("considers an instance deleted that goes after its group was refused", async (t) => {
  const stage = await withForeignGroup(t);
  const message = `Configuration group with ID ${OTHER_ID} could not be found.`;
  stage.cloud.faults.add({
    method: "GET",
    path: `/instances/${stage.id}$`,
    effect: { type: "status", status: 404, body: { itemNotFound: { code: 404, message } } },
  });
  stage.cloud.remove(stage.id);
  await deleteInstance(stage.id, stage.state, stage.context);
  assert.equal(deletes(stage), 0);
});

test("backs up a busy instance whose configuration group is not the project's", async (t) => {
  const stage = await withForeignGroup(t, { backup: 0 });
  const message = "Instance db is not ready. (Status is BACKUP).";
  const body = { unprocessableEntity: { code: 422, message } };
  stage.cloud.faults.add({ method: "POST", path: "/backups$", effect: { type: "status", status: 422, body } });
  await deleteInstance(stage.id, { ...stage.state, finalBackup: {} }, stage.context);
  assert.equal(stage.cloud.instance(stage.id), undefined);
  const backups = await Array.fromAsync(stage.context.trove.backups.list({ instanceId: stage.id }));
  assert.deepEqual(
    backups.map(({ name, status }) => [name, status]),
    [["db-final", "COMPLETED"]],
  );
});
