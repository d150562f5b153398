import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../provider/resources/instance/create.ts";
import { remove } from "../../../../provider/resources/instance/delete.ts";
import { until } from "../../../support/cloud-api.ts";
import { inputs } from "./samples.ts";
import { type Stage, startStage } from "./stage.ts";

const SMALL = inputs({ volume: { size: 1 } });

function deletes({ cloud }: Stage): number {
  return cloud.requests.filter(({ method, service }) => service === "trove" && method === "DELETE").length;
}

for (const [title, effect] of [
  ["breaks", { type: "reset", when: "after" }],
  ["breaks off", { type: "truncate" }],
  ["is a 504", { type: "status", status: 504, when: "after" }],
  ["is a 500", { type: "status", status: 500, when: "after" }],
] as const) {
  test(`a delete whose answer ${title} is sent once, and waited for`, async (t) => {
    const stage = await startStage(t);
    const { id, state } = await create(SMALL, stage.context);
    stage.cloud.faults.add({ method: "DELETE", effect });
    await remove(id, state, stage.context);
    assert.equal(stage.cloud.instance(id), undefined);
    assert.equal(deletes(stage), 1);
  });
}

test("a delete that never reached Trove is sent again, after the instance stood still for a minute", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await create(SMALL, stage.context);
  stage.cloud.faults.add({ method: "DELETE", effect: { type: "reset", when: "before" } });
  await remove(id, state, stage.context);
  assert.equal(stage.cloud.instance(id), undefined);
  assert.equal(deletes(stage), 2);
});

test("an instance that somebody is deleting already is only waited for", async (t) => {
  const stage = await startStage(t, { delete: 0.5 });
  const { id, state } = await create(SMALL, stage.context);
  await stage.context.trove.instances.delete(id);
  await remove(id, state, stage.context);
  assert.equal(stage.cloud.instance(id), undefined);
  assert.equal(deletes(stage), 1);
});

test("an instance that vanishes in the midst is gone", async (t) => {
  const stage = await startStage(t, { delete: 60 });
  const { id, state } = await create(SMALL, stage.context);
  const removing = remove(id, state, stage.context);
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
  await remove(id, state, stage.context);
  assert.equal(stage.cloud.instance(id), undefined);
});

test("the source of replicas is left alone, and they are named", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await create(SMALL, stage.context);
  const replica = await create({ name: "replica", replicaOf: id }, stage.context);
  await assert.rejects(remove(id, state, stage.context), {
    code: "TROVE_HAS_REPLICAS",
    message: new RegExp(replica.id),
  });
  assert.equal(deletes(stage), 0);
  await remove(replica.id, replica.state, stage.context);
  await remove(id, state, stage.context);
  assert.deepEqual(stage.cloud.instances(), []);
});

test("what Trove forbids to delete is an error, and the instance is there", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await create(SMALL, stage.context);
  const body = { forbidden: { code: 403, message: "User does not have admin privileges." } };
  stage.cloud.faults.add({ method: "DELETE", effect: { type: "status", status: 403, body } });
  await assert.rejects(remove(id, state, stage.context), { code: "TROVE_FORBIDDEN" });
  assert.equal(stage.cloud.instance(id)?.status, "ACTIVE");
});

test("an instance whose server has stopped is deleted after a minute, and asked to go but once", async (t) => {
  const stage = await startStage(t, { delete: 3 });
  const { id, state } = await create(SMALL, stage.context);
  stage.cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  // It takes three minutes of the stage's clock to go.
  await remove(id, state, stage.context);
  assert.equal(stage.cloud.instance(id), undefined);
  assert.equal(deletes(stage), 1);
});
