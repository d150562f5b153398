import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../../provider/resources/instance/delete/delete.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { until } from "../../../../support/cloud-api.ts";
import { lostAnswers } from "../create/lost-answers.ts";
import { type Stage, startStage } from "../harness.ts";
import { inputs, state } from "../samples.ts";

const SMALL = inputs({ volume: { size: 1 } });

function deletes({ cloud }: Stage): number {
  return cloud.requests.filter(({ method, service }) => service === "trove" && method === "DELETE").length;
}

for (const [title, effect] of lostAnswers) {
  test(`a delete whose answer ${title} is sent once, and waited for`, async (t) => {
    const stage = await startStage(t);
    const { id, state } = await create(SMALL, stage.context);
    stage.cloud.faults.add({ method: "DELETE", effect });
    await deleteInstance(id, state, stage.context);
    assert.equal(stage.cloud.instance(id), undefined);
    assert.equal(deletes(stage), 1);
  });
}

test("a delete that never reached Trove is sent again, after the instance stood still for a minute", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await create(SMALL, stage.context);
  stage.cloud.faults.add({ method: "DELETE", effect: { type: "reset", when: "before" } });
  await deleteInstance(id, state, stage.context);
  assert.equal(stage.cloud.instance(id), undefined);
  assert.equal(deletes(stage), 2);
});

for (const status of ["ERROR", "RESTART_REQUIRED", "UNKNOWN", "BACKUP"]) {
  test(`a delete that never reached Trove is sent again to an instance that stands still in ${status}`, async (t) => {
    const stage = await startStage(t);
    const { id, state } = await create(SMALL, stage.context);
    stage.cloud.change(id, (record) => {
      record.status = status;
    });
    stage.cloud.faults.add({ method: "DELETE", effect: { type: "reset", when: "before" } });
    await deleteInstance(id, state, stage.context);
    assert.equal(stage.cloud.instance(id), undefined);
    assert.equal(deletes(stage), 2);
  });
}

test("so it is to one that was freed in BUILD, and shows since then that its server failed", async (t) => {
  const stage = await startStage(t, { boot: 60 });
  const { id } = await stage.context.trove.instances.create({ name: "db", flavorId: "2", volume: { size: 1 } });
  await until(
    "the server",
    async () => stage.cloud.instance(id)?.server,
    (server) => server !== undefined,
  );
  stage.cloud.change(id, (record) => {
    record.server = "ERROR";
  });
  stage.cloud.faults.add({ method: "DELETE", effect: { type: "reset", when: "before" } });
  const deadline = deadlineIn(stage.context.clock, 5 * 60_000);
  await deleteInstance(id, state(SMALL, { wasActive: false, status: "BUILD" }), { ...stage.context, deadline });
  assert.equal(stage.cloud.instance(id), undefined);
  assert.equal(deletes(stage), 2);
});

test("a delete that Trove answered is not sent again, however long the instance stays in ERROR", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await create(SMALL, stage.context);
  stage.cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  stage.cloud.faults.add({ method: "DELETE", effect: { type: "status", status: 202 } });
  const deadline = deadlineIn(stage.context.clock, 3 * 60_000);
  await assert.rejects(deleteInstance(id, state, { ...stage.context, deadline }), { code: "TROVE_WAIT_TIMEOUT" });
  assert.equal(deletes(stage), 1);
});

test("an instance that somebody is deleting already is only waited for", async (t) => {
  const stage = await startStage(t, { delete: 0.5 });
  const { id, state } = await create(SMALL, stage.context);
  await stage.context.trove.instances.delete(id);
  await deleteInstance(id, state, stage.context);
  assert.equal(stage.cloud.instance(id), undefined);
  assert.equal(deletes(stage), 1);
});

test("an instance that vanishes in the midst is gone", async (t) => {
  const stage = await startStage(t, { delete: 60 });
  const { id, state } = await create(SMALL, stage.context);
  const removing = deleteInstance(id, state, stage.context);
  await until(
    "the delete",
    async () => stage.cloud.instance(id)?.status,
    (status) => status === "SHUTDOWN",
  );
  stage.cloud.remove(id);
  await removing;
});

test("an instance in ERROR is deleted like any other", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await create(SMALL, stage.context);
  stage.cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  await deleteInstance(id, state, stage.context);
  assert.equal(stage.cloud.instance(id), undefined);
});

test("the source of replicas is left alone, and they are named", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await create(SMALL, stage.context);
  const replica = await create({ name: "replica", replicaOf: id }, stage.context);
  await assert.rejects(deleteInstance(id, state, stage.context), {
    code: "TROVE_HAS_REPLICAS",
    message: new RegExp(replica.id),
  });
  assert.equal(deletes(stage), 0);
  await deleteInstance(replica.id, replica.state, stage.context);
  await deleteInstance(id, state, stage.context);
  assert.deepEqual(stage.cloud.instances(), []);
});

test("what Trove forbids to delete is an error, and the instance is there", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await create(SMALL, stage.context);
  const body = { forbidden: { code: 403, message: "User does not have admin privileges." } };
  stage.cloud.faults.add({ method: "DELETE", effect: { type: "status", status: 403, body } });
  await assert.rejects(deleteInstance(id, state, stage.context), { code: "TROVE_FORBIDDEN" });
  assert.equal(stage.cloud.instance(id)?.status, "ACTIVE");
});

test("a delete under way may take minutes, and is not asked for once more", async (t) => {
  // It takes three minutes of the stage's clock.
  const stage = await startStage(t, { delete: 3 });
  const { id, state } = await create(SMALL, stage.context);
  await stage.context.trove.instances.delete(id);
  await until(
    "the first delete",
    async () => stage.cloud.instance(id)?.status,
    (status) => status === "SHUTDOWN",
  );
  await deleteInstance(id, state, stage.context);
  assert.equal(stage.cloud.instance(id), undefined);
  assert.equal(deletes(stage), 1);
});

test("an instance whose server has stopped is deleted after five minutes, and asked to go but once", async (t) => {
  const stage = await startStage(t, { delete: 3 });
  const { id, state } = await create(SMALL, stage.context);
  stage.cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  const begun = stage.context.clock.now();
  await deleteInstance(id, state, stage.context);
  assert.ok(stage.context.clock.now() - begun >= 5 * 60_000);
  assert.equal(stage.cloud.instance(id), undefined);
  assert.equal(deletes(stage), 1);
});

test("so it is where the delete has less time in all", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await create(SMALL, stage.context);
  stage.cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  const { clock } = stage.context;
  await deleteInstance(id, state, { ...stage.context, deadline: deadlineIn(clock, 8 * 60_000) });
  assert.equal(stage.cloud.instance(id), undefined);
  assert.equal(deletes(stage), 1);
});
