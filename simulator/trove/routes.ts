import type { Route } from "../http/router.ts";
import { ApiFault, internalError } from "./api-fault.ts";
import { deleteStrategy, listStrategies, putStrategy } from "./backups/backup-strategies.ts";
import { createBackup, deleteBackup, listBackups, listBackupsOfInstance, showBackup } from "./backups/backups.ts";
import { actOnCluster, createCluster, findCluster, listClusters, noClusterRoot } from "./clusters.ts";
import {
  createConfiguration,
  deleteConfiguration,
  editConfiguration,
  listConfigurations,
  listInstancesOfConfiguration,
  replaceConfiguration,
  showConfiguration,
} from "./configurations/configurations.ts";
import {
  listParameters,
  listParametersByVersion,
  showParameter,
  showParameterByVersion,
} from "./configurations/parameter.ts";
import { showDefaults } from "./configurations/template-defaults.ts";
import { createDatabases, deleteDatabase, listDatabases, showDatabase } from "./databases.ts";
import {
  deleteDatastore,
  listDatastores,
  listVersions,
  listVolumeTypes,
  showDatastore,
  showVersion,
  showVersionById,
} from "./datastore-views.ts";
import { any, type Endpoint, get, remove, resource, send } from "./endpoint.ts";
import { listFlavors, showFlavor } from "./flavors.ts";
import { grantDatabases, listGrants, revokeDatabase } from "./grants.ts";
import { actionSchema, actOnInstance } from "./instances/action.ts";
import { createInstance } from "./instances/create.ts";
import { deleteInstance } from "./instances/delete.ts";
import { listInstances, listInstancesInDetail, showInstance } from "./instances/list.ts";
import { updateInstance } from "./instances/update.ts";
import { isObject } from "./json.ts";
import { adminsAlone, showLimits, showQuotas } from "./limits.ts";
import { changeLog, listLogs } from "./logs.ts";
import { applyModules, listModulesOfInstance, removeModuleOfInstance } from "./modules/instance-modules.ts";
import {
  createModule,
  deleteModule,
  listInstancesOfModule,
  listModules,
  reapplyModule,
  showModule,
  updateModule,
} from "./modules/modules.ts";
import type { Behavior } from "./release.ts";
import { disableRoot, enableRoot, showRoot } from "./root.ts";
import * as backups from "./schema/backup.ts";
import * as clusters from "./schema/cluster.ts";
import * as configurations from "./schema/configuration.ts";
import * as guest from "./schema/guest.ts";
import * as instances from "./schema/instance.ts";
import * as modules from "./schema/module.ts";
import type { Schema } from "./schema/schema.ts";
import { changeSsl, showSsl } from "./ssl.ts";
import { createUsers, deleteUser, listUsers, showUser, updatePasswords, updateUser } from "./users.ts";

const INSTANCE = "/instances/:id";
const USER = `${INSTANCE}/users/:user`;
const CONFIGURATION = "/configurations/:id";
const VERSION = "/datastores/:datastore/versions/:version";

/** The routes of Trove's extensions, which come first. */
const GUEST_ROUTES: readonly Route<Endpoint>[] = [
  ...resource(
    send("POST", `${INSTANCE}/databases`, 202, createDatabases, () => guest.createDatabases),
    get(`${INSTANCE}/databases`, listDatabases),
    absent(`${INSTANCE}/databases/new`),
    remove(`${INSTANCE}/databases/:database`, 202, deleteDatabase),
    get(`${INSTANCE}/databases/:database`, showDatabase),
    send("PUT", `${INSTANCE}/users/update_all`, 202, updatePasswords, passwordsSchema),
    send("PUT", `${INSTANCE}/users`, 202, updatePasswords, passwordsSchema),
    send("POST", `${INSTANCE}/users`, 202, createUsers, () => guest.createUsers),
    get(`${INSTANCE}/users`, listUsers),
    absent(`${INSTANCE}/users/new`),
    send("PUT", `${USER}/update`, 202, updateUser, () => guest.updateUser),
    send("PUT", USER, 202, updateUser, () => guest.updateUser),
    remove(USER, 202, deleteUser),
    get(USER, showUser),
    send("PUT", `${USER}/databases/update`, 202, grantDatabases),
    send("PUT", `${USER}/databases`, 202, grantDatabases),
    get(`${USER}/databases`, listGrants),
    send("PUT", `${USER}/databases/:database`, 202, unexpectedId),
    remove(`${USER}/databases/:database`, 202, revokeDatabase),
    remove(`${INSTANCE}/root/delete`, 204, disableRoot),
    remove(`${INSTANCE}/root`, 204, disableRoot),
    { method: "POST", path: `${INSTANCE}/root`, target: { status: 200, handle: enableRoot, takesBody: "maybe" } },
    get(`${INSTANCE}/root`, showRoot),
    remove(`${INSTANCE}/root/:any`, 204, unexpectedId),
    { method: "POST", path: "/clusters/:id/root", target: { status: 200, handle: noClusterRoot, takesBody: "maybe" } },
    get("/clusters/:id/root", noClusterRoot),
    remove("/clusters/:id/root/:any", 204, unexpectedId),
  ),
];

const CORE_ROUTES: readonly Route<Endpoint>[] = [
  get("/instances", listInstances),
  get("/instances/detail", listInstancesInDetail),
  send("POST", "/instances", 200, createInstance, () => instances.createInstance),
  get(INSTANCE, showInstance),
  send("POST", `${INSTANCE}/action`, 202, actOnInstance, actionSchema),
  send("PUT", INSTANCE, 202, updateInstance, () => instances.updateInstance),
  send("PATCH", INSTANCE, 202, updateInstance, () => instances.editInstance),
  remove(INSTANCE, 202, deleteInstance),
  get(`${INSTANCE}/backups`, listBackupsOfInstance),
  get(`${INSTANCE}/configuration`, showDefaults),
  get(`${INSTANCE}/log`, listLogs),
  send("POST", `${INSTANCE}/log`, 200, changeLog),
  get(`${INSTANCE}/modules`, listModulesOfInstance),
  send("POST", `${INSTANCE}/modules`, 200, applyModules),
  remove(`${INSTANCE}/modules/:module`, 200, removeModuleOfInstance),
  get("/clusters", listClusters),
  get("/clusters/:id", findCluster),
  send("POST", "/clusters", 200, createCluster, () => clusters.createCluster),
  send("POST", "/clusters/:id", 202, actOnCluster),
  get("/clusters/:id/instances/:instance", findCluster),
  remove("/clusters/:id", 202, findCluster),
  ...resource(
    get("/datastores", listDatastores),
    absent("/datastores/new"),
    remove("/datastores/:datastore", 202, deleteDatastore),
    get("/datastores/:datastore", showDatastore),
  ),
  any("/datastores/:datastore/versions", listVersions),
  any(VERSION, showVersion),
  get(`${VERSION}/flavors`, listFlavors),
  get(`${VERSION}/volume-types`, listVolumeTypes),
  any("/datastores/versions/:version", showVersionById),
  get("/flavors", listFlavors),
  get("/flavors/:id", showFlavor),
  get("/limits", showLimits),
  get("/backups", listBackups),
  send("POST", "/backups", 202, createBackup, () => backups.createBackup),
  get("/backups/:id", showBackup),
  remove("/backups/:id", 202, deleteBackup),
  send("POST", "/backup_strategies", 202, putStrategy, () => backups.putStrategy),
  get("/backup_strategies", listStrategies),
  remove("/backup_strategies", 202, deleteStrategy),
  get("/datastores/versions/:version/parameters", listParametersByVersion),
  get("/datastores/versions/:version/parameters/:name", showParameterByVersion),
  get(`${VERSION}/parameters`, listParameters),
  get(`${VERSION}/parameters/:name`, showParameter),
  get("/configurations", listConfigurations),
  send("POST", "/configurations", 200, createConfiguration, () => configurations.createConfiguration),
  get(CONFIGURATION, showConfiguration),
  get(`${CONFIGURATION}/instances`, listInstancesOfConfiguration),
  send("PATCH", CONFIGURATION, 200, editConfiguration, () => configurations.editConfiguration),
  send("PUT", CONFIGURATION, 202, replaceConfiguration, () => configurations.replaceConfiguration),
  remove(CONFIGURATION, 202, deleteConfiguration),
  ...resource(
    send("POST", "/modules", 200, createModule, () => modules.createModule),
    get("/modules", listModules),
    absent("/modules/new"),
    send("PUT", "/modules/:id", 200, updateModule, () => modules.updateModule),
    remove("/modules/:id", 200, deleteModule),
    get("/modules/:id", showModule),
  ),
  get("/modules/:id/instances", listInstancesOfModule),
  send("PUT", "/modules/:id/instances", 202, reapplyModule),
];

/** The operators' routes. All but the quotas of one's own project are refused, and none is simulated. */
const MGMT_ROUTES: readonly Route<Endpoint>[] = [
  absent("/mgmt/quotas/new"),
  get("/mgmt/quotas/:tenant", showQuotas),
  ...["instances", "clusters", "datastore-versions"].flatMap((collection) =>
    resource(
      get(`/mgmt/${collection}`, adminsAlone),
      absent(`/mgmt/${collection}/new`),
      get(`/mgmt/${collection}/:id`, adminsAlone),
    ),
  ),
  ...["root", "diagnostics", "hwinfo", "rpc_ping"].map((what) => get(`/mgmt/instances/:id/${what}`, adminsAlone)),
  ...["instances", "clusters"].map((what) => send("POST", `/mgmt/${what}/:id/action`, 202, adminsAlone)),
  send("PUT", "/mgmt/quotas/:tenant", 200, adminsAlone),
];

const ROUTES = [...MGMT_ROUTES, ...GUEST_ROUTES, ...CORE_ROUTES];

const SSL_ROUTES: readonly Route<Endpoint>[] = [
  get(`${INSTANCE}/ssl`, showSsl),
  send("POST", `${INSTANCE}/ssl`, 200, changeSsl),
];

/** The routes below `/v1.0/{project}`. The first match wins. */
export function routesOf({ hasSsl }: Behavior): readonly Route<Endpoint>[] {
  return hasSsl ? [...ROUTES, ...SSL_ROUTES] : ROUTES;
}

/** The schema for the first key of the body, as for actions. */
function passwordsSchema(body: unknown): Schema | undefined {
  const first = isObject(body) ? Object.keys(body)[0] : undefined;
  if (first === undefined) throw internalError();
  return first === "users" ? guest.createUsers : undefined;
}

/** `new` is no id. The controllers do not have this action of Python's `mapper.resource`. */
function absent(path: string): Route<Endpoint> {
  const handle = () => {
    throw new ApiFault(404, "The resource could not be found.");
  };
  return { method: "GET", path, target: { status: 404, handle, takesBody: "maybe" } };
}

/** The controller does not expect the id. */
function unexpectedId(): never {
  throw internalError();
}
