import { badRequest } from "../api-fault.ts";
import type { Call } from "../call.ts";
import { findVersionById } from "../datastores.ts";
import { JsonFloat } from "../json.ts";
import { checkStorable } from "../storable.ts";
import { Backup } from "./backup.ts";

/** A backup of another region, in an object store that both regions reach. */
export interface RemoteBackup {
  readonly remote_location: string;
  readonly local_datastore_version_id: string;
  /** GB */
  readonly size: number | JsonFloat;
}

interface Fields {
  readonly name: string;
  readonly description?: string;
  readonly parent_id?: string;
}

/** Makes the record of an existing backup. Any location of an object in a container is found. */
export function adoptRemoteBackup(call: Call, fields: Fields, remote: RemoteBackup): Backup {
  const { cloud, project } = call;
  const version = findVersionById(cloud.datastores, remote.local_datastore_version_id);
  const { remote_location: location, size } = remote;
  if (!location.includes("/")) throw badRequest(`Failed to restore backup from ${location}`);
  checkStorable(fields.name, fields.description);
  const backup = new Backup({
    projectId: project,
    instanceId: undefined,
    version,
    name: fields.name,
    description: fields.description,
    parentId: fields.parent_id,
    now: () => cloud.now(),
  });
  backup.location = location;
  backup.size = size instanceof JsonFloat ? size.value : size;
  backup.setState("RESTORED");
  cloud.quotas.charge(project, { backups: 1 });
  cloud.addBackup(backup);
  return backup;
}
