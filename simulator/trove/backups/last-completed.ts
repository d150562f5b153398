import type { Cloud } from "../cloud.ts";
import type { Instance } from "../instances/instance.ts";
import type { Backup } from "./backup.ts";

/** By when they last changed. */
export function newestFirst(backups: readonly Backup[]): Backup[] {
  return backups.toSorted((one, other) => other.updated.getTime() - one.updated.getTime());
}

/** What an incremental backup continues (`trove/backup/models.py`, `get_last_completed`). */
export function lastCompleted(cloud: Cloud, instance: Instance): Backup | undefined {
  return newestFirst(cloud.backups(instance.projectId)).find(
    ({ instanceId, state }) => instanceId === instance.id && state === "COMPLETED",
  );
}
