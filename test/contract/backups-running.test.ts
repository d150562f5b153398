import assert from "node:assert/strict";
import { BackupRunningError } from "../../provider/trove/errors/backup-running-error.ts";
import { TroveApi } from "../../provider/trove/trove-api.ts";
import { until } from "../support/cloud-api.ts";
import { createBackup, postBackup, showBackup, type WireBackup } from "../support/cloud-backups.ts";
import { cloudSession } from "../support/cloud-client.ts";
import { contract } from "../support/cloud-contract.ts";
import { action, activeInstance, assertFault, settled, show, type WireInstance } from "../support/cloud-instances.ts";
import { differs } from "../support/differences.ts";

/** Seconds of a backup: long enough for all requests during it. */
const test = contract({ backup: 4 });

test("during a backup the instance shows BACKUP and HEALTHY, and refuses actions", async ({ demo }) => {
  const instance = await activeInstance(demo);
  const backup = await createBackup(demo, instance.id);
  assert.deepEqual(
    [backup.status, backup.description, backup.size, backup.locationRef, backup.parent_id],
    ["NEW", null, null, null, null],
  );
  const under = await show(demo, instance.id);
  assert.deepEqual([under.status, under.operating_status], ["BACKUP", "HEALTHY"]);
  const running = `Instance ${instance.id} is not currently available for an action to be performed (instance status was BACKUP).`;
  assertFault(await postBackup(demo, instance.id), 422, "unprocessableEntity", running);
  assertFault(await action(demo, instance.id, { restart: {} }), 422, "unprocessableEntity", running);
  const refused = await demo.delete(`/backups/${backup.id}`);
  const cannot = `Backup ${backup.id} cannot be deleted because it is running.`;
  const [status, key, message] = differs("running-backup", {
    18: [422, "unprocessableEntity", cannot],
    26: [500, "instanceFault", /^Internal Server Error/],
  } as const);
  assertFault(refused, status, key, message);
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

test("the client reports a running backup for any response to the DELETE", async ({ cloud, demo }) => {
  const { backups } = new TroveApi(cloudSession(cloud));
  const { id: instanceId } = await activeInstance(demo);
  const { id } = await backups.create({ name: "running", instanceId });
  await assert.rejects(backups.delete(id), (error) => {
    assert.ok(error instanceof BackupRunningError, String(error));
    assert.deepEqual([error.backupId, error.status], [id, differs("running-backup", { 18: 422, 26: 500 })]);
    return true;
  });
  await until(
    "it is over",
    () => backups.get(id),
    ({ status }) => status === "COMPLETED",
  );
  await backups.delete(id);
});

test("a replica is created from a snapshot of its source, which is busy during it", async ({ demo }) => {
  const source = await activeInstance(demo);
  const answer = await demo.post<{ instance: WireInstance }>("/instances", {
    instance: { name: "replica", replica_of: source.id },
  });
  const { id } = answer.body.instance;
  const snapshots = async () => {
    const { body } = await demo.get<{ backups: WireBackup[] }>(`/backups?instance_id=${source.id}`);
    return body.backups.map(({ name, description }) => [name, description]);
  };
  const busy = `Instance ${source.id} is not currently available for an action to be performed (instance status was BACKUP).`;
  const status = async () => (await show(demo, source.id)).status;
  await until("the source in BACKUP", status, (seen) => seen === "BACKUP");
  assertFault(await action(demo, source.id, { restart: {} }), 422, "unprocessableEntity", busy);
  const second = await demo.post("/instances", { instance: { name: "second", replica_of: source.id } });
  assertFault(second, 422, "unprocessableEntity", busy);
  const snapshot = [`Replication snapshot for ${id}`, "Backup image used to initialize replication slave"];
  assert.deepEqual(await until("the snapshot", snapshots, (seen) => seen.length > 0), [snapshot]);
  await settled(demo, id);
  await until("no snapshot", snapshots, (seen) => seen.length === 0);
});
