import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../../provider/resources/instance/delete/delete.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { lostAnswers } from "../create/lost-answers.ts";
import { type Harness, startHarness, until } from "../harness.ts";
import { inputs, state } from "../samples.ts";

const SMALL = inputs({ volume: { size: 1 } });

function deletes({ cloud }: Harness): number {
  return cloud.requests.filter(({ method, service }) => service === "trove" && method === "DELETE").length;
}

for (const [title, effect] of lostAnswers) {
  test(`sends a DELETE once if its answer ${title}`, async (t) => {
    const harness = await startHarness(t);
    const { id, state } = await create(SMALL, harness.context);
    harness.cloud.faults.add({ method: "DELETE", effect });
    await deleteInstance(id, state, harness.context);
    assert.equal(harness.cloud.instance(id), undefined);
    assert.equal(deletes(harness), 1);
  });
}

test("repeats a DELETE that never reached Trove after a minute", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await create(SMALL, harness.context);
  harness.cloud.faults.add({ method: "DELETE", effect: { type: "reset", when: "before" } });
  await deleteInstance(id, state, harness.context);
  assert.equal(harness.cloud.instance(id), undefined);
  assert.equal(deletes(harness), 2);
});

for (const status of ["ERROR", "RESTART_REQUIRED", "UNKNOWN", "BACKUP"]) {
  test(`repeats a DELETE that never reached Trove if the instance stays in ${status}`, async (t) => {
    const harness = await startHarness(t);
    const { id, state } = await create(SMALL, harness.context);
    harness.cloud.change(id, (record) => {
      record.status = status;
    });
    harness.cloud.faults.add({ method: "DELETE", effect: { type: "reset", when: "before" } });
    await deleteInstance(id, state, harness.context);
    assert.equal(harness.cloud.instance(id), undefined);
    assert.equal(deletes(harness), 2);
  });
}

test("repeats a DELETE after a reset in BUILD if the server turns out to have failed", async (t) => {
  const harness = await startHarness(t, { boot: 3600 });
  const { id } = await harness.context.trove.instances.create({ name: "db", flavorId: "2", volume: { size: 1 } });
  await until(
    "the server",
    async () => harness.cloud.instance(id)?.server,
    (server) => server !== undefined,
  );
  harness.cloud.change(id, (record) => {
    record.server = "ERROR";
  });
  harness.cloud.faults.add({ method: "DELETE", effect: { type: "reset", when: "before" } });
  const deadline = deadlineIn(harness.context.clock, 5 * 60_000);
  await deleteInstance(id, state(SMALL, { wasActive: false, status: "BUILD" }), { ...harness.context, deadline });
  assert.equal(harness.cloud.instance(id), undefined);
  assert.equal(deletes(harness), 2);
});

test("never repeats a DELETE that Trove answered while the instance is in ERROR", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await create(SMALL, harness.context);
  harness.cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  harness.cloud.faults.add({ method: "DELETE", effect: { type: "status", status: 202 } });
  const deadline = deadlineIn(harness.context.clock, 3 * 60_000);
  await assert.rejects(deleteInstance(id, state, { ...harness.context, deadline }), { code: "TROVE_WAIT_TIMEOUT" });
  assert.equal(deletes(harness), 1);
});

test("sends no DELETE to an instance that is being deleted already", async (t) => {
  const harness = await startHarness(t, { delete: 30 });
  const { id, state } = await create(SMALL, harness.context);
  await harness.context.trove.instances.delete(id);
  await deleteInstance(id, state, harness.context);
  assert.equal(harness.cloud.instance(id), undefined);
  assert.equal(deletes(harness), 1);
});

test("succeeds if the instance disappears during the delete", async (t) => {
  const harness = await startHarness(t, { delete: 3600 });
  const { id, state } = await create(SMALL, harness.context);
  const removing = deleteInstance(id, state, harness.context);
  await until(
    "the delete",
    async () => harness.cloud.instance(id)?.status,
    (status) => status === "SHUTDOWN",
  );
  harness.cloud.remove(id);
  await removing;
});

test("deletes an instance in ERROR", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await create(SMALL, harness.context);
  harness.cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  await deleteInstance(id, state, harness.context);
  assert.equal(harness.cloud.instance(id), undefined);
});

test("refuses to delete the source of replicas, and names them", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await create(SMALL, harness.context);
  const replica = await create({ name: "replica", replicaOf: id }, harness.context);
  await assert.rejects(deleteInstance(id, state, harness.context), {
    code: "TROVE_HAS_REPLICAS",
    message: new RegExp(replica.id),
  });
  assert.equal(deletes(harness), 0);
  await deleteInstance(replica.id, replica.state, harness.context);
  await deleteInstance(id, state, harness.context);
  assert.deepEqual(harness.cloud.instances(), []);
});

test("fails if Trove forbids the delete, and keeps the instance", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await create(SMALL, harness.context);
  const body = { forbidden: { code: 403, message: "User does not have admin privileges." } };
  harness.cloud.faults.add({ method: "DELETE", effect: { type: "status", status: 403, body } });
  await assert.rejects(deleteInstance(id, state, harness.context), { code: "TROVE_FORBIDDEN" });
  assert.equal(harness.cloud.instance(id)?.status, "ACTIVE");
});

test("waits for minutes for a delete in progress without a second DELETE", async (t) => {
  // Three minutes by the clock of the harness.
  const harness = await startHarness(t, { delete: 180 });
  const { id, state } = await create(SMALL, harness.context);
  await harness.context.trove.instances.delete(id);
  await until(
    "the first delete",
    async () => harness.cloud.instance(id)?.status,
    (status) => status === "SHUTDOWN",
  );
  await deleteInstance(id, state, harness.context);
  assert.equal(harness.cloud.instance(id), undefined);
  assert.equal(deletes(harness), 1);
});

test("sends one DELETE to a stopped instance, after five minutes", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await create(SMALL, harness.context);
  harness.cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  const begun = harness.context.clock.now();
  await deleteInstance(id, state, harness.context);
  assert.ok(harness.context.clock.now() - begun >= 5 * 60_000);
  assert.equal(harness.cloud.instance(id), undefined);
  assert.equal(deletes(harness), 1);
});

test("sends one DELETE to a stopped instance although less than ten minutes remain", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await create(SMALL, harness.context);
  harness.cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  const { clock } = harness.context;
  await deleteInstance(id, state, { ...harness.context, deadline: deadlineIn(clock, 8 * 60_000) });
  assert.equal(harness.cloud.instance(id), undefined);
  assert.equal(deletes(harness), 1);
});
