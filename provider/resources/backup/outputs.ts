import { z } from "zod";
import type { Cloud } from "../../openstack/credentials.ts";
import type { Backup } from "../../trove/types.ts";
import type { Outputs, OutputsOf } from "../arguments.ts";

/** The outputs of a backup, in the order of the documentation. None changes once the backup is complete. */
export const backupOutputs = {
  status: { schema: z.string(), doc: "The status that Trove reports: `COMPLETED`." },
  size: { schema: z.number().optional(), doc: "The size in GB, with fractions." },
  instanceId: {
    schema: z.string().optional(),
    doc: "The id of the instance that the backup was taken of. Absent if the backup comes from another region.",
  },
  parentId: {
    schema: z.string().optional(),
    doc: "The id of the backup that this one is based on. Absent if this one is full.",
  },
  datastoreType: { schema: z.string(), doc: "The name of the datastore: `mysql`, …" },
  datastoreVersion: { schema: z.string(), doc: "The name of the datastore version." },
  locationRef: { schema: z.string().optional(), doc: "The URL of the data in the object store." },
  created: {
    schema: z.string().optional(),
    doc: "When Trove started the backup: ISO 8601, in UTC. Absent if the cloud does not report it.",
  },
  projectId: { schema: z.string(), doc: "The id of the backup's project." },
  region: { schema: z.string(), doc: "The backup's region." },
} as const satisfies Outputs;

export type BackupOutputs = OutputsOf<typeof backupOutputs>;

export function toOutputs(backup: Backup, { projectId, region }: Cloud): BackupOutputs {
  const { status, size, instanceId, parentId, datastore, locationRef, created } = backup;
  const { type: datastoreType, version: datastoreVersion } = datastore;
  return {
    ...{ status, size, instanceId, parentId, datastoreType, datastoreVersion, locationRef, created },
    ...{ projectId, region },
  };
}
