import { isDeepStrictEqual } from "node:util";
import { badRequest, internalError } from "../api-fault.ts";
import type { Call } from "../call.ts";
import { attachConfiguration, detachConfiguration } from "../configurations/attach.ts";
import { findDatastore, findVersion } from "../datastores.ts";
import { checkStorable } from "../storable.ts";
import { setPublic } from "./addresses.ts";
import { busy, checkIdle, checkIdleForConfiguration, checkServer, instanceWithServer } from "./checks.ts";
import { copyContents } from "./contents.ts";
import { startDatabaseLater } from "./database-process.ts";
import { announced } from "./fault.ts";
import { idFromHref } from "./id-from-href.ts";
import type { Instance } from "./instance.ts";
import { PICKUP } from "./pickup.ts";

const ACCESS_SECONDS = 0.5;
const UPGRADE_SECONDS = 0.6;
const DETACH_SECONDS = 0.5;

interface Access {
  readonly is_public?: boolean;
  readonly allowed_cidrs?: readonly string[];
}

interface Body {
  readonly name?: string;
  readonly replica_of?: unknown;
  readonly slave_of?: unknown;
  readonly configuration?: string | null;
  readonly datastore_version?: string;
  readonly access?: Access;
}

/** `PUT` and `PATCH /instances/{id}`: a name and up to one attribute (`trove/instance/service.py`, `update`). */
export function updateInstance(call: Call): undefined {
  const body = (call.body as { instance: Body }).instance;
  if (Object.keys(body).filter((key) => key !== "name").length > 1) {
    throw badRequest("Only one attribute (except 'name') is allowed to update.");
  }
  const instance = instanceWithServer(call);
  if (body.name !== undefined) rename(instance, body.name);
  const { behavior } = call.cloud;
  if (behavior.sharesGroupsWithReplicas) call.cloud.replicasOf(instance.id).forEach(checkServer);
  const empty = Object.keys(body).length === 0 && behavior.detachesOnEmptyUpdate;
  if ("replica_of" in body || "slave_of" in body) announced(instance, () => detachReplica(call, instance, body));
  else if (empty) changeConfiguration(call, instance, { configuration: null });
  else if (body.configuration !== undefined) changeConfiguration(call, instance, body);
  else if (body.datastore_version !== undefined) upgrade(call, instance, body.datastore_version);
  else if (body.access !== undefined) changeAccess(call, instance, body.access);
}

function rename(instance: Instance, name: string): void {
  checkStorable(name);
  instance.name = name;
  instance.updated = instance.now();
}

/** After a rename in the same request, Trove does not know the server's status. */
function detachReplica({ cloud }: Call, instance: Instance, { name }: Body): void {
  if (name !== undefined) throw busy(instance, "instance", "None");
  checkIdle(instance);
  if (instance.replicaOf === undefined) throw badRequest(`Instance ${instance.id} is not a replica.`);
  instance.setTask("DETACHING");
  cloud.later(instance, PICKUP + DETACH_SECONDS, () => {
    cloud.when(instance, instance.databaseServer.detach(), () => {
      instance.replicaOf = undefined;
      instance.contents = copyContents(instance.contents);
      instance.setTask("NONE");
    });
  });
}

/**
 * Checks a source's replicas first and changes them last (`trove/instance/service.py`, `_modify_instance`). After a rename
 * in the same request the instance itself is not checked, because its server's status is not known.
 */
function changeConfiguration(call: Call, instance: Instance, { name, configuration: id = null }: Body): void {
  const { cloud } = call;
  const replicas = cloud.behavior.sharesGroupsWithReplicas ? cloud.replicasOf(instance.id) : [];
  for (const replica of replicas) checkIdleForConfiguration(replica);
  const before = instance.configurationId;
  const change = (one: Instance) => {
    const check = one !== instance || name === undefined;
    if (id === null) detachConfiguration(call, one, check);
    else attachConfiguration(call, one, idFromHref(id), check);
  };
  announced(instance, () => change(instance));
  // Trove compares with the source's group without checking that it has one.
  if (id === null && before === undefined && replicas.some((replica) => replica.configurationId !== undefined)) {
    throw internalError();
  }
  // A replica with a group of its own keeps it.
  const following = replicas.filter((replica) => replica.configurationId === (id === null ? before : undefined));
  for (const replica of following) announced(replica, () => change(replica));
}

/** Accepted in any status. The new version is visible immediately. */
function upgrade({ cloud }: Call, instance: Instance, idOrName: string): void {
  const version = findVersion(findDatastore(cloud.datastores, instance.datastore.type), idOrName);
  if (version.name === instance.version.name && !cloud.behavior.upgradesToSameVersion) return;
  instance.version = version;
  instance.setTask("UPGRADING");
  cloud.later(instance, PICKUP, () => {
    instance.setService("restarting");
    void instance.databaseServer.stop();
  });
  startDatabaseLater(cloud, instance, PICKUP + UPGRADE_SECONDS, () => {
    instance.reportServer();
    instance.setTask("NONE");
  });
}

/** Accepted in any status. Clears omitted fields (`trove/taskmanager/models.py`, `update_access`). */
function changeAccess({ cloud }: Call, instance: Instance, access: Access): void {
  instance.setTask("UPDATING");
  const isPublic = access.is_public ?? false;
  cloud.later(instance, PICKUP + ACCESS_SECONDS, () => {
    if (instance.access?.is_public !== isPublic) setPublic(cloud, instance, isPublic);
    const before = instance.access && (instance.access.allowed_cidrs ?? []);
    const ranges = access.allowed_cidrs ?? [];
    instance.access = { is_public: isPublic, allowed_cidrs: ranges };
    // The rules stay those of the create if it had the same list, even an empty one.
    const changed = isDeepStrictEqual(before, ranges) ? Promise.resolve() : instance.databaseServer.allow(ranges);
    cloud.when(instance, changed, () => instance.setTask("NONE"));
  });
}
