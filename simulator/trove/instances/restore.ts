import { ApiFault, badRequest } from "../api-fault.ts";
import type { Backup } from "../backups/backup.ts";
import type { Call } from "../call.ts";
import type { DatastoreVersion } from "../datastores.ts";

/** The backup that a create restores, of any version of its datastore (`trove/instance/models.py`, `create`). */
export function backupToRestore(
  { cloud, project }: Call,
  id: string,
  volume: number,
  version: DatastoreVersion,
): Backup {
  const backup = cloud.backup(project, id);
  const { state, size = 0 } = backup;
  if (state !== "COMPLETED" && state !== "RESTORED") {
    throw new ApiFault(409, `Unable to create instance because backup ${id} is not completed. Actual state: ${state}.`);
  }
  if (size > volume) {
    const sizes = `Backup size: ${size} GBs. Available size: ${volume} GBs.`;
    throw new ApiFault(403, `Backup is too large for given flavor or volume. ${sizes}`);
  }
  const from = backup.version.datastore;
  if (from === version.datastore) return backup;
  throw badRequest(
    `The datastore from which the backup was taken, ${from}, does not match the destination datastore of ` +
      `${version.datastore}.`,
  );
}
