import { ApiFault, internalError } from "../api-fault.ts";
import { failBackups } from "../backups/run-backup.ts";
import type { Call } from "../call.ts";
import { isObject } from "../json.ts";
import {
  resizeFlavor as resizeFlavorSchema,
  resizeVolume as resizeVolumeSchema,
  restartInstance,
} from "../schema/instance.ts";
import type { Schema } from "../schema/schema.ts";
import { anyInstance, checkIdle, instanceWithServer } from "./checks.ts";
import { startDatabaseLater } from "./database-process.ts";
import { announced } from "./fault.ts";
import { idFromHref } from "./id-from-href.ts";
import type { Instance } from "./instance.ts";
import { PICKUP } from "./pickup.ts";
import { ejectSource, promoteReplica } from "./replicas.ts";
import { resizeFlavor, resizeVolume } from "./resize.ts";

const RESTART_SECONDS = 0.5;

type Action = (call: Call, instance: Instance, argument: unknown) => void;

const ACTIONS: Readonly<Record<string, Action>> = {
  restart: ({ cloud }, instance) => restart(cloud, instance),
  resize: ({ cloud }, instance, argument) => {
    const { volume, flavorRef } = argument as { volume?: { size: number | string }; flavorRef?: string | number };
    if (volume) resizeVolume(cloud, instance, Number(volume.size));
    else resizeFlavor(cloud, instance, idFromHref(flavorRef));
  },
  promote_to_replica_source: ({ cloud }, instance) => promoteReplica(cloud, instance),
  eject_replica_source: ({ cloud }, instance) => ejectSource(cloud, instance),
  reset_status: resetStatus,
};

/** The schema for the first key of the body; Trove fails without a key (`InstanceController.get_action_schema`). */
export function actionSchema(body: unknown): Schema | undefined {
  if (!isObject(body)) throw internalError();
  const action = Object.keys(body)[0];
  if (action === undefined) throw internalError();
  if (action === "restart") return restartInstance;
  if (action !== "resize") return undefined;
  const what = isObject(body.resize) ? Object.keys(body.resize)[0] : undefined;
  if (what === undefined) throw internalError();
  return what === "volume" ? resizeVolumeSchema : what === "flavorRef" ? resizeFlavorSchema : undefined;
}

/** `POST /instances/{id}/action`: performs the last key of the body that is an action. */
export function actOnInstance(call: Call): undefined {
  const body = call.body as Record<string, unknown>;
  const name = Object.keys(body).findLast((key) => key in ACTIONS);
  const instance = name === "reset_status" ? anyInstance(call) : instanceWithServer(call);
  const action = name === undefined ? undefined : ACTIONS[name];
  if (name === undefined || !action) throw internalError();
  if (name === "resize") checkNamesResize(body.resize);
  if (name === "reset_status") checkMayReset(call, body.reset_status);
  announced(instance, () => action(call, instance, body[name]));
}

function restart(cloud: Call["cloud"], instance: Instance): void {
  checkIdle(instance);
  instance.setTask("REBOOTING");
  instance.setService("restarting");
  cloud.later(instance, PICKUP, () => void instance.databaseServer.stop());
  startDatabaseLater(cloud, instance, PICKUP + RESTART_SECONDS, () => {
    instance.reportServer();
    instance.setTask("NONE");
  });
}

function checkMayReset({ isAdmin }: Call, argument: unknown): void {
  // Python's `in`, which looks into texts and lists too.
  if (typeof argument !== "string" && !Array.isArray(argument) && !isObject(argument)) throw internalError();
  const forces = isObject(argument) ? "force_delete" in argument : argument.includes("force_delete");
  if (forces || isAdmin) return;
  throw new ApiFault(403, "Policy doesn't allow instance:reset_status to be performed.");
}

function checkNamesResize(argument: unknown): void {
  if (!isObject(argument) || !("volume" in argument || "flavorRef" in argument)) throw internalError();
}

/** Clears any task, so that the instance can be deleted. Fails its running backups. */
function resetStatus({ cloud }: Call, instance: Instance): void {
  instance.setTask("NONE");
  instance.setService("unknown");
  failBackups(cloud, instance);
}
