import assert from "node:assert/strict";
import { test } from "node:test";
import { update } from "../../../../provider/resources/instance/update/update.ts";
import { because, changes, groupOf, withSource } from "../instance/update/replication.ts";

test("gives up changing the group of a source while a replica is in ERROR, and names it", async (t) => {
  const stage = await withSource(t);
  const { cloud, groups, context } = stage;
  const source = await stage.source({});
  const replica = await stage.replica(source.id);
  cloud.change(replica.id, (record) => {
    record.status = "ERROR";
  });
  const wanted = { ...source.wanted, configuration: groups.first };
  await assert.rejects(
    update(source.id, source.state, wanted, context),
    because(new RegExp(`replica ${replica.id} is in ERROR. Repair or delete that replica`)),
  );
});

for (const status of ["ERROR", "SHUTDOWN"] as const) {
  test(`gives up any change of a source whose replica has no server and is in ${status}`, async (t) => {
    const stage = await withSource(t);
    const { cloud, context } = stage;
    const source = await stage.source({});
    const replica = await stage.replica(source.id);
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
      update(source.id, source.state, { ...source.wanted, name: "renamed" }, context),
      because(new RegExp(`replica ${replica.id} is in ${status}. Repair or delete that replica`)),
    );
    assert.equal(changes(stage).filter((change) => change === `PUT /instances/${source.id}`).length, 1);
  });
}

test("asks once more before it waits for the replicas that a refusal does not name", async (t) => {
  const stage = await withSource(t, 18);
  const { cloud, groups, context } = stage;
  const source = await stage.source({});
  const replica = await stage.replica(source.id);
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
  await update(source.id, source.state, { ...source.wanted, configuration: groups.first }, context);
  assert.equal(groupOf(stage, source.id), groups.first);
  assert.equal((await context.trove.instances.get(replica.id)).status, "BACKUP");
});
