import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../../provider/resources/instance/delete/delete.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { until } from "../../../../support/cloud-api.ts";
import { lostAnswers } from "../create/lost-answers.ts";
import { fastClock, type Stage, startStage } from "../harness.ts";
import { inputs, state } from "../samples.ts";

const SMALL = inputs({ volume: { size: 1 } });

function deletes({ cloud }: Stage): number {
  return cloud.requests.filter(({ method, service }) => service === "trove" && method === "DELETE").length;
}

for (const [title, effect] of lostAnswers) {
  test(`sends a DELETE once if its answer ${title}`, async (t) => {
    const stage = await startStage(t);
    const { id, state } = await create(SMALL, stage.context);
    stage.cloud.faults.add({ method: "DELETE", effect });
    await deleteInstance(id, state, stage.context);
    assert.equal(stage.cloud.instance(id), undefined);
    assert.equal(deletes(stage), 1);
  });
}

test("repeats a DELETE that never reached Trove after a minute", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await create(SMALL, stage.context);
  stage.cloud.faults.add({ method: "DELETE", effect: { type: "reset", when: "before" } });
  await deleteInstance(id, state, stage.context);
  assert.equal(stage.cloud.instance(id), undefined);
  assert.equal(deletes(stage), 2);
});

for (const status of ["ERROR", "RESTART_REQUIRED", "UNKNOWN", "BACKUP"]) {
  test(`repeats a DELETE that never reached Trove if the instance stays in ${status}`, async (t) => {
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

test("repeats a DELETE after a reset in BUILD if the server turns out to have failed", async (t) => {
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

test("never repeats a DELETE that Trove answered while the instance is in ERROR", async (t) => {
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

test("sends no DELETE to an instance that is being deleted already", async (t) => {
  const stage = await startStage(t, { delete: 0.5 });
  const { id, state } = await create(SMALL, stage.context);
  await stage.context.trove.instances.delete(id);
  await deleteInstance(id, state, stage.context);
  assert.equal(stage.cloud.instance(id), undefined);
  assert.equal(deletes(stage), 1);
});

test("succeeds if the instance disappears during the delete", async (t) => {
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

test("deletes an instance in ERROR", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await create(SMALL, stage.context);
  stage.cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  await deleteInstance(id, state, stage.context);
  assert.equal(stage.cloud.instance(id), undefined);
});

test("refuses to delete the source of replicas, and names them", async (t) => {
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

test("fails if Trove forbids the delete, and keeps the instance", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await create(SMALL, stage.context);
  const body = { forbidden: { code: 403, message: "User does not have admin privileges." } };
  stage.cloud.faults.add({ method: "DELETE", effect: { type: "status", status: 403, body } });
  await assert.rejects(deleteInstance(id, state, stage.context), { code: "TROVE_FORBIDDEN" });
  assert.equal(stage.cloud.instance(id)?.status, "ACTIVE");
});

test("waits for minutes for a delete in progress without a second DELETE", async (t) => {
  // Three minutes by the clock of the harness.
  const stage = await startStage(t, { delete: 0.6, clock: fastClock(300) });
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

test("sends one DELETE to a stopped instance, after five minutes", async (t) => {
  const stage = await startStage(t, { clock: fastClock(300) });
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

test("sends one DELETE to a stopped instance although less than ten minutes remain", async (t) => {
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
