import type { Cloud } from "../cloud.ts";
import type { Instance } from "../instances/instance.ts";
import type { Backup } from "./backup.ts";

/** Sorts by the time of the last change. */
export function newestFirst(backups: readonly Backup[]): Backup[] {
  return backups.toSorted((one, other) => other.updated.getTime() - one.updated.getTime());
}

/** The parent of the next incremental backup (`trove/backup/models.py`, `get_last_completed`). */
export function lastCompleted(cloud: Cloud, instance: Instance): Backup | undefined {
  return newestFirst(cloud.backups(instance.projectId)).find(
    ({ instanceId, state }) => instanceId === instance.id && state === "COMPLETED",
  );
}
