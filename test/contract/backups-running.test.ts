import assert from "node:assert/strict";
import { until } from "../support/cloud-api.ts";
import { createBackup, postBackup, showBackup, type WireBackup } from "../support/cloud-backups.ts";
import { contract } from "../support/cloud-contract.ts";
import { action, activeInstance, assertFault, settled, show, type WireInstance } from "../support/cloud-instances.ts";

/** Long enough for all that is asked meanwhile. */
const test = contract({ backup: 4 });

test("while a backup runs its instance shows BACKUP, is well, and does nothing else", async ({ demo }) => {
  const instance = await activeInstance(demo);
  const backup = await createBackup(demo, instance.id);
  assert.deepEqual(
    [backup.status, backup.description, backup.size, backup.locationRef, backup.parent_id],
    ["NEW", null, null, null, null],
  );
  const { status, operating_status } = await show(demo, instance.id);
  assert.deepEqual([status, operating_status], ["BACKUP", "HEALTHY"]);
  const running = `Instance ${instance.id} is not currently available for an action to be performed (instance status was BACKUP).`;
  assertFault(await postBackup(demo, instance.id), 422, "unprocessableEntity", running);
  assertFault(await action(demo, instance.id, { restart: {} }), 422, "unprocessableEntity", running);
  const refused = await demo.delete(`/backups/${backup.id}`);
  const cannot = `Backup ${backup.id} cannot be deleted because it is running.`;
  assertFault(refused, 422, "unprocessableEntity", cannot);
  const body = {
    instance: { name: "early", flavorRef: "1", volume: { size: 1 }, restorePoint: { backupRef: backup.id } },
  };
  assertFault(
    await demo.post("/instances", body),
    409,
    "conflict",
    /is not completed\. Actual state: (?:NEW|BUILDING)\.$/,
  );
  await until(
    "it is over",
    () => showBackup(demo, backup.id),
    (seen) => seen.status === "COMPLETED",
  );
  assert.equal((await show(demo, instance.id)).status, "ACTIVE");
});

test("a replica is made from a snapshot of its source, which is taken away again", async ({ demo }) => {
  const source = await activeInstance(demo);
  const answer = await demo.post<{ instance: WireInstance }>("/instances", {
    instance: { name: "replica", replica_of: source.id },
  });
  const { id } = answer.body.instance;
  const snapshots = async () => {
    const { body } = await demo.get<{ backups: WireBackup[] }>(`/backups?instance_id=${source.id}`);
    return body.backups.map(({ name, description }) => [name, description]);
  };
  const snapshot = [`Replication snapshot for ${id}`, "Backup image used to initialize replication slave"];
  assert.deepEqual(await until("the snapshot", snapshots, (seen) => seen.length > 0), [snapshot]);
  await settled(demo, id);
  await until("no snapshot", snapshots, (seen) => seen.length === 0);
});
