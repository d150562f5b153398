import assert from "node:assert/strict";
import { test } from "node:test";
import { because, changes, groupOf, withReplica } from "../instance/update/replication.ts";

test("names the replica in ERROR that blocks a change of its source's group", async (t) => {
  const harness = await withReplica(t);
  const { cloud, groups, replica, updateSource } = harness;
  cloud.change(replica.id, (record) => {
    record.status = "ERROR";
  });
  await assert.rejects(
    updateSource({ configuration: groups.first }),
    because(new RegExp(`replica ${replica.id} is in ERROR. Repair or delete that replica`)),
  );
});

for (const status of ["ERROR", "SHUTDOWN"] as const) {
  test(`names the replica in ${status} that blocks any change of its source`, async (t) => {
    const harness = await withReplica(t);
    const { cloud, source, replica, updateSource } = harness;
    cloud.change(replica.id, (record) => {
      record.status = status;
    });
    const body = { unprocessableEntity: { code: 422, message: `Instance ${replica.id} is not ready.` } };
    cloud.faults.add({
      method: "PUT",
      path: `/instances/${source.id}$`,
      times: 0,
      effect: { type: "status", status: 422, body },
    });
    await assert.rejects(
      updateSource({ name: "renamed" }),
      because(new RegExp(`replica ${replica.id} is in ${status}. Repair or delete that replica`)),
    );
    assert.equal(changes(harness).filter((change) => change === `PUT /instances/${source.id}`).length, 1);
  });
}

test("repeats a request before it waits for the replicas", async (t) => {
  const harness = await withReplica(t, () => ({ release: 18 }));
  const { cloud, groups, context, source, replica, updateSource } = harness;
  cloud.change(replica.id, (record) => {
    record.status = "BACKUP";
  });
  const message =
    "The operation you have requested cannot be executed because the instance status is currently: RESIZING.";
  const body = { badRequest: { code: 400, message } };
  cloud.faults.add({
    method: "PUT",
    path: `/instances/${source.id}$`,
    effect: { type: "status", status: 400, body },
  });
  await updateSource({ configuration: groups.first });
  assert.equal(groupOf(harness, source.id), groups.first);
  assert.equal((await context.trove.instances.get(replica.id)).status, "BACKUP");
});
