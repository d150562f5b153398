import { z } from "zod";
import { utcTimestamp } from "../request/timestamps.ts";
import type { Backup, CreateBackup } from "../types.ts";

/** `trove/backup/views.py`, `BackupView`. */
export const wireBackup = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  status: z.string(),
  instance_id: z.string().nullish(),
  parent_id: z.string().nullish(),
  size: z.number().nullish(),
  datastore: z.object({ type: z.string().nullish(), version: z.string().nullish() }).nullish(),
  created: z.string().nullish(),
  updated: z.string().nullish(),
  locationRef: z.string().nullish(),
});

export function fromWireBackup(wire: z.infer<typeof wireBackup>): Backup {
  return {
    id: wire.id,
    name: wire.name,
    description: wire.description ?? undefined,
    status: wire.status,
    instanceId: wire.instance_id ?? undefined,
    parentId: wire.parent_id ?? undefined,
    size: wire.size ?? undefined,
    datastore: { type: wire.datastore?.type ?? "", version: wire.datastore?.version ?? "" },
    created: utcTimestamp(wire.created),
    updated: utcTimestamp(wire.updated),
    locationRef: wire.locationRef ?? undefined,
  };
}

/**
 * The body of `POST /backups` (`trove/common/apischema.py`, `backup`): `incremental` is a number, and no string may be
 * empty.
 */
export function createBackupBody(backup: CreateBackup): unknown {
  const { name, instanceId, description, incremental, parentId, swiftContainer } = backup;
  return {
    backup: {
      name,
      instance: instanceId,
      ...(description && { description }),
      ...(incremental !== undefined && { incremental: incremental ? 1 : 0 }),
      ...(parentId !== undefined && { parent_id: parentId }),
      ...(swiftContainer !== undefined && { swift_container: swiftContainer }),
    },
  };
}
