import { z } from "zod";
import type { Outputs } from "../../resources/arguments.ts";
import type { Backup } from "../../trove/types.ts";
import { itemOf } from "../lookup.ts";

/** What a lookup shows of a backup. */
export const backupDetails = {
  id: { schema: z.string(), doc: "The id of the backup, for the `restorePoint` of an instance." },
  name: { schema: z.string(), doc: "The name of the backup." },
  description: { schema: z.string().optional(), doc: "The description of the backup." },
  status: {
    schema: z.string(),
    doc: "`COMPLETED`, `FAILED`, or the status of a backup that is running: `NEW`, `BUILDING`, `SAVING`.",
  },
  instance: { schema: z.string().optional(), doc: "The id of the instance, which may no longer exist." },
  parentId: {
    schema: z.string().optional(),
    doc: "The id of the backup that this incremental one is based on. Absent for a full backup.",
  },
  size: { schema: z.number().optional(), doc: "The size in GB. Absent until the backup is completed." },
  datastoreType: { schema: z.string(), doc: "The name of the datastore." },
  datastoreVersion: { schema: z.string(), doc: "The name of the datastore version." },
  locationRef: {
    schema: z.string().optional(),
    doc: "The URL of the data in the object store. Absent until the backup is completed.",
  },
  created: { schema: z.string().optional(), doc: "When the backup was created: ISO 8601, in UTC." },
} as const satisfies Outputs;

export const backupItem = itemOf("BackupDetails", backupDetails);

export function toBackupDetails(backup: Backup): z.infer<typeof backupItem> {
  const { id, name, description, status, instanceId, parentId, size, datastore, locationRef, created } = backup;
  return {
    id,
    name,
    description,
    status,
    instance: instanceId,
    parentId,
    size,
    datastoreType: datastore.type,
    datastoreVersion: datastore.version,
    locationRef,
    created,
  };
}
