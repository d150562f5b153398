import type { Cloud } from "../cloud.ts";
import { copyContents } from "../instances/contents.ts";
import type { Instance } from "../instances/instance.ts";
import { PICKUP } from "../instances/pickup.ts";
import type { Backup } from "./backup.ts";

const DEFAULT_CONTAINER = "database_backups";

/** Takes a backup from NEW to COMPLETED, or to the state its name's suffix asks for. The instance shows BACKUP. */
export function runBackup(cloud: Cloud, instance: Instance, backup: Backup, container = DEFAULT_CONTAINER): void {
  startBackup(cloud, instance, backup);
  cloud.scheduler.after(PICKUP, backup.id, () => {
    if (!backup.isRunning) return;
    backup.setState("BUILDING");
    const copied = instance.calls.run(() => copyData(cloud, instance, backup));
    cloud.scheduler.after(cloud.settings.backup, backup.id, () => {
      cloud.scheduler.when(copied, backup.id, (hasCopied) => endBackup(cloud, backup, container, hasCopied));
    });
  });
}

/** Adds the record, which makes the instance busy. */
export function startBackup(cloud: Cloud, instance: Instance, backup: Backup): void {
  cloud.addBackup(backup);
  instance.backingUp = true;
}

/** Marks the instance's running backups as failed (`trove/backup/models.py`, `fail_for_instance`). */
export function failBackups(cloud: Cloud, instance: Instance): void {
  for (const backup of cloud.runningBackups(instance.id)) backup.setState("FAILED");
  instance.backingUp = false;
}

export function endBackup(cloud: Cloud, backup: Backup, container = DEFAULT_CONTAINER, hasCopied = true): void {
  if (!backup.isRunning) return;
  backup.end(hasCopied && !backup.name.endsWith("BACKUP_ERROR") ? "COMPLETED" : "FAILED", container);
  const instance = cloud.peek(backup.instanceId ?? "");
  if (instance) instance.backingUp = cloud.runningBackups(instance.id).length > 0;
}

/**
 * Copies what the instance contains. Resolves to whether that succeeded. The guest agent completes a backup even while
 * its instance is being deleted.
 */
async function copyData(cloud: Cloud, { databaseServer, contents }: Instance, backup: Backup): Promise<boolean> {
  backup.contents = copyContents(contents);
  try {
    const data = await databaseServer.copy();
    // It may have been removed meanwhile.
    if (cloud.peekBackup(backup.id)) backup.data = data;
    else await data.remove();
    return true;
  } catch {
    return false;
  }
}
