import { Backup } from "../backups/backup.ts";
import { lastCompleted } from "../backups/last-completed.ts";
import { endBackup, startBackup } from "../backups/run-backup.ts";
import type { Cloud } from "../cloud.ts";
import type { Instance } from "./instance.ts";

/**
 * Backs up a source for a replica, which makes the source busy (`get_replication_master_snapshot`). Returns a function
 * that removes the backup. Throws 413 if the quota does not allow it; the backup's record exists then.
 */
export function takeSnapshot(cloud: Cloud, replica: Instance, source: Instance): () => void {
  const { projectId } = source;
  const snapshot = new Backup({
    projectId,
    instanceId: source.id,
    version: source.version,
    name: `Replication snapshot for ${replica.id}`,
    description: "Backup image used to initialize replication slave",
    parentId: lastCompleted(cloud, source)?.id,
    now: () => cloud.now(),
  });
  startBackup(cloud, source, snapshot);
  cloud.quotas.charge(projectId, { backups: 1 });
  cloud.scheduler.after(cloud.settings.backup, snapshot.id, () => endBackup(cloud, snapshot));
  return () => {
    if (!cloud.peekBackup(snapshot.id)) return;
    cloud.quotas.charge(projectId, { backups: -1 });
    cloud.removeBackup(snapshot.id);
  };
}
