import { badRequest, unprocessable } from "../api-fault.ts";
import type { Call } from "../call.ts";
import type { Instance } from "./instance.ts";
import { allowsActions, SERVICE_STATUSES } from "./status.ts";

/** The instance of the path, in any status; for administrators, of any project (`trove/db/models.py`, `find_by`). */
export function anyInstance(call: Call): Instance {
  const id = call.parameter("id");
  const foreign = call.isAdmin ? call.cloud.peek(id) : undefined;
  return foreign ?? call.cloud.instance(call.project, id);
}

/** The instance of the path. Throws 422 if it has no server. */
export function instanceWithServer(call: Call): Instance {
  const instance = anyInstance(call);
  checkServer(instance);
  return instance;
}

export function checkServer(instance: Instance): void {
  if (instance.server === undefined) throw unprocessable(`Instance ${instance.id} is not ready.`);
}

/** `trove/instance/models.py`, `validate_can_perform_action`. */
export function checkIdle(instance: Instance): void {
  const { task, service, backingUp } = instance;
  const server = instance.server ?? (instance.hadServer ? instance.condition.server : "BUILD");
  if (server !== "ACTIVE") throw busy(instance, "instance", server);
  if (task !== "NONE" && task !== "RESTART_REQUIRED") throw busy(instance, "task", task);
  if (!allowsActions(service)) throw busy(instance, "instance", instance.status);
  if (backingUp) throw busy(instance, "instance", "BACKUP");
}

/** For attaching or detaching a configuration group (`_validate_can_perform_assign`). */
export function checkIdleForConfiguration(instance: Instance): void {
  const server = instance.server ?? instance.condition.server;
  const status = server !== "ACTIVE" ? server : instance.task !== "NONE" ? instance.task : undefined;
  if (status === undefined) return;
  const what = "The operation you have requested cannot be executed because the instance status is currently";
  throw badRequest(`${what}: ${status}.`);
}

const WITH_ROOT = ["mysql", "mariadb", "postgresql"];

/** For requests on databases and users (`trove/extensions/common/models.py`, `load_and_verify`). */
export function checkDatabaseRuns({ cloud }: Pick<Call, "cloud">, instance: Instance): void {
  verify(instance, cloud.behavior.withDatabases);
}

export function checkRootRuns(instance: Instance): void {
  verify(instance, WITH_ROOT);
}

function verify(instance: Instance, datastores: readonly string[]): void {
  const { type } = instance.datastore;
  if (!datastores.includes(type)) throw unprocessable(`Operation not supported for datastore ${type}.`);
  const shown = SERVICE_STATUSES[instance.service];
  if (shown !== "ACTIVE" && shown !== "HEALTHY") {
    throw unprocessable(`Instance ${instance.id} is not ready, status: ${instance.service}.`);
  }
}

export function busy(instance: Instance, kind: "instance" | "task", status: string): Error {
  const what = `Instance ${instance.id} is not currently available for an action to be performed`;
  return unprocessable(`${what} (${kind} status was ${status}).`);
}
