import { isRunning } from "../../../trove/backups/backups.ts";
import { isGone } from "../../../trove/errors/is-gone.ts";
import type { Backup } from "../../../trove/types.ts";
import { waitForBackup } from "../../backups/create-backup.ts";
import { missingReference } from "../../catalog/references.ts";
import type { Context } from "../../context.ts";
import type { Failure } from "../../resource.ts";

/**
 * Trove accepts any backup of the project as the parent, and the new one then fails or cannot be restored
 * (`trove/backup/models.py`, `create`). A parent that is still running is waited for.
 *
 * @param instanceId of the instance to back up; `undefined` if it is not known
 */
export function parentFailures(parent: Backup, instanceId: string | undefined): Failure[] {
  const { id, status } = parent;
  if (instanceId !== undefined && parent.instanceId !== instanceId) {
    const reason = `backup ${id} is of instance ${parent.instanceId ?? "unknown"}, but the new one is of ${instanceId}`;
    return [{ path: "parent", reason }];
  }
  if (status === "COMPLETED" || isRunning(parent)) return [];
  return [{ path: "parent", reason: `backup ${id} cannot be continued: its status is ${status}, not COMPLETED` }];
}

/** Waits until the parent is complete. @returns the failures if it cannot be the parent */
export async function awaitParent(id: string, instanceId: string, context: Context): Promise<Failure[]> {
  try {
    const parent = await context.trove.backups.get(id, { signal: context.signal });
    const { name } = parent;
    return parentFailures(isRunning(parent) ? await waitForBackup(id, { name, context }) : parent, instanceId);
  } catch (error) {
    if (!isGone(error, { backup: id })) throw error;
    return [missingReference("parent", "backup", id)];
  }
}
