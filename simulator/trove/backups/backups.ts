import { ApiFault, badRequest, internalError, unprocessable } from "../api-fault.ts";
import type { Call } from "../call.ts";
import { findDatastore } from "../datastores.ts";
import { checkIdle, checkServer, instanceWithServer } from "../instances/checks.ts";
import { announced } from "../instances/fault.ts";
import type { Instance } from "../instances/instance.ts";
import { PICKUP } from "../instances/pickup.ts";
import { naiveTime } from "../naive-time.ts";
import { pageBody, pageByOffset } from "../paging.ts";
import { checkStorable, isStorable } from "../storable.ts";
import { Backup } from "./backup.ts";
import { lastCompleted, newestFirst } from "./last-completed.ts";
import { adoptRemoteBackup, type RemoteBackup } from "./remote-backup.ts";
import { runBackup } from "./run-backup.ts";

interface Body {
  readonly name: string;
  readonly instance?: string;
  readonly description?: string;
  readonly parent_id?: string;
  readonly incremental?: 0 | 1;
  readonly swift_container?: string;
  readonly restore_from?: RemoteBackup;
}

/** `GET /backups`: the most recently changed first. */
export function listBackups(call: Call): unknown {
  const { query } = call;
  const everybody = /^(?:1|t|true|on|y|yes)$/i.test(query.get("all_projects") ?? "");
  if ((query.get("project_id") || everybody) && !call.isAdmin) {
    throw new ApiFault(403, "Policy doesn't allow backup:index:all_projects to be performed.");
  }
  const instanceId = query.get("instance_id");
  const type = query.get("datastore");
  const datastore = type ? findDatastore(call.cloud.datastores, type) : undefined;
  const found = call.cloud
    .backups(query.get("project_id") || (everybody ? undefined : call.project))
    .filter((backup) => !instanceId || backup.instanceId === instanceId)
    .filter((backup) => !datastore || backup.version.datastore === datastore.name);
  return pageOf(call, found);
}

/** `GET /instances/{id}/backups` */
export function listBackupsOfInstance(call: Call): unknown {
  const { id } = instanceWithServer(call);
  return pageOf(
    call,
    call.cloud.backups(call.isAdmin ? undefined : call.project).filter(({ instanceId }) => instanceId === id),
  );
}

export function showBackup(call: Call): unknown {
  return { backup: view(backupOfPath(call)) };
}

/** `trove/backup/service.py` and `models.py`, `create`. */
export function createBackup(call: Call): unknown {
  const body = (call.body as { backup: Body }).backup;
  checkContainer(body.swift_container);
  if (body.restore_from !== undefined && Object.keys(body.restore_from).length > 0) {
    const { restore_from: remote } = body;
    const adopt = () => ({ backup: view(adoptRemoteBackup(call, body, remote)) });
    // A refusal becomes the fault of an instance that the request names without need.
    const named = body.instance === undefined ? undefined : call.cloud.peek(body.instance);
    return named ? announced(named, adopt) : adopt();
  }
  if (body.instance === undefined) throw badRequest("instance is missing.");
  const instance = call.cloud.instance(call.project, body.instance);
  return announced(instance, () => {
    checkServer(instance);
    checkIdle(instance);
    const backup = new Backup({
      projectId: call.project,
      instanceId: instance.id,
      version: instance.version,
      name: body.name,
      description: body.description,
      parentId: parentOf(call, instance, body),
      now: () => call.cloud.now(),
    });
    // An instance with such a name, which only `change` can give it, is one of a cloud with the character set utf8mb4.
    if (isStorable(instance.name)) checkStorable(body.name, body.description);
    call.cloud.quotas.charge(call.project, { backups: 1 });
    const container = body.swift_container ?? call.cloud.strategies.containerFor(call.project, instance.id);
    runBackup(call.cloud, instance, backup, container);
    return { backup: view(backup) };
  });
}

export function deleteBackup(call: Call): undefined {
  deleteTree(call, backupOfPath(call));
}

/** Deletes the children first; if one fails, those before it stay deleted (`trove/backup/models.py`, `delete`). */
function deleteTree(call: Call, backup: Backup): void {
  const { cloud, project } = call;
  const children = cloud.backups(backup.projectId).filter(({ parentId }) => parentId === backup.id);
  for (const child of children) deleteTree(call, child);
  if (backup.isRunning && cloud.behavior.failsOnRunningBackup) throw internalError();
  if (backup.isRunning) throw unprocessable(`Backup ${backup.id} cannot be deleted because it is running.`);
  cloud.quotas.charge(project, { backups: -1 });
  cloud.scheduler.after(PICKUP, backup.id, () => cloud.removeBackup(backup.id));
}

function backupOfPath({ cloud, project, isAdmin, parameter }: Call): Backup {
  return cloud.backup(isAdmin ? undefined : project, parameter("id"));
}

/** Accepts any backup of the project, in any state and of any instance. */
function parentOf({ cloud, project }: Call, instance: Instance, body: Body): string | undefined {
  if (body.parent_id !== undefined) return cloud.backup(project, body.parent_id).id;
  return body.incremental ? lastCompleted(cloud, instance)?.id : undefined;
}

/** Refuses characters that a shell interprets (`trove/common/utils.py`, `validate_command`). */
function checkContainer(name: string | undefined): void {
  if (name !== undefined && /[^\w@%+=:,./-]/.test(name)) throw badRequest(`The value is not allowed: ${name}.`);
}

function pageOf(call: Call, backups: readonly Backup[]): unknown {
  const { items, next } = pageByOffset(newestFirst(backups), call);
  return pageBody(call, "backups", items.map(view), next);
}

function view(backup: Backup): unknown {
  const { version } = backup;
  return {
    id: backup.id,
    name: backup.name,
    description: backup.description ?? null,
    locationRef: backup.location ?? null,
    instance_id: backup.instanceId ?? null,
    created: naiveTime(backup.created),
    updated: naiveTime(backup.updated),
    size: backup.size ?? null,
    status: backup.state,
    parent_id: backup.parentId ?? null,
    project_id: backup.projectId,
    datastore: { type: version.datastore, version: version.name, version_id: version.id },
  };
}
