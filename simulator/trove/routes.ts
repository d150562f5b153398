import type { Route } from "../http/router.ts";
import { internalError } from "./api-fault.ts";
import { deleteStrategy, listStrategies, putStrategy } from "./backups/backup-strategies.ts";
import { createBackup, deleteBackup, listBackups, listBackupsOfInstance, showBackup } from "./backups/backups.ts";
import type { Call } from "./call.ts";
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
  listDatastores,
  listVersions,
  listVolumeTypes,
  showDatastore,
  showVersion,
  showVersionById,
} from "./datastore-views.ts";
import { listFlavors, showFlavor } from "./flavors.ts";
import { grantDatabases, listGrants, revokeDatabase } from "./grants.ts";
import { actionSchema, actOnInstance } from "./instances/action.ts";
import { createInstance } from "./instances/create.ts";
import { deleteInstance } from "./instances/delete.ts";
import { listInstances, listInstancesInDetail, showInstance } from "./instances/list.ts";
import { updateInstance } from "./instances/update.ts";
import { isObject } from "./json.ts";
import { showLimits, showQuotas } from "./limits.ts";
import type { Behavior } from "./release.ts";
import { disableRoot, enableRoot, showRoot } from "./root.ts";
import * as backups from "./schema/backup.ts";
import * as configurations from "./schema/configuration.ts";
import * as guest from "./schema/guest.ts";
import * as instances from "./schema/instance.ts";
import type { Schema } from "./schema/schema.ts";
import { changeSsl, showSsl } from "./ssl.ts";
import { createUsers, deleteUser, listUsers, showUser, updatePasswords, updateUser } from "./users.ts";

export interface Endpoint {
  readonly status: number;
  /** Returns the body of the response. */
  readonly handle: (call: Call) => unknown;
  /** Whether the controller fails without a body. */
  readonly needsBody: boolean;
  readonly schema?: (body: unknown) => Schema | undefined;
}

const INSTANCE = "/instances/:id";
const USER = `${INSTANCE}/users/:user`;
const CONFIGURATION = "/configurations/:id";
const VERSION = "/datastores/:datastore/versions/:version";

const ROUTES: readonly Route<Endpoint>[] = [
  get("/instances", listInstances),
  get("/instances/detail", listInstancesInDetail),
  send("POST", "/instances", 200, createInstance, () => instances.createInstance),
  get(INSTANCE, showInstance),
  send("PUT", INSTANCE, 202, updateInstance, () => instances.updateInstance),
  send("PATCH", INSTANCE, 202, updateInstance, () => instances.editInstance),
  remove(INSTANCE, 202, deleteInstance),
  send("POST", `${INSTANCE}/action`, 202, actOnInstance, actionSchema),
  get(`${INSTANCE}/databases`, listDatabases),
  send("POST", `${INSTANCE}/databases`, 202, createDatabases, () => guest.createDatabases),
  get(`${INSTANCE}/databases/:database`, showDatabase),
  remove(`${INSTANCE}/databases/:database`, 202, deleteDatabase),
  get(`${INSTANCE}/users`, listUsers),
  send("POST", `${INSTANCE}/users`, 202, createUsers, () => guest.createUsers),
  send("PUT", `${INSTANCE}/users`, 202, updatePasswords, passwordsSchema),
  get(USER, showUser),
  send("PUT", USER, 202, updateUser, () => guest.updateUser),
  remove(USER, 202, deleteUser),
  get(`${USER}/databases`, listGrants),
  send("PUT", `${USER}/databases`, 202, grantDatabases),
  remove(`${USER}/databases/:database`, 202, revokeDatabase),
  get(`${INSTANCE}/root`, showRoot),
  { method: "POST", path: `${INSTANCE}/root`, target: { status: 200, handle: enableRoot, needsBody: false } },
  remove(`${INSTANCE}/root`, 204, disableRoot),
  get("/flavors", listFlavors),
  get("/flavors/:id", showFlavor),
  get("/datastores", listDatastores),
  get("/datastores/versions/:version", showVersionById),
  get("/datastores/:datastore", showDatastore),
  get("/datastores/:datastore/versions", listVersions),
  get(VERSION, showVersion),
  get(`${VERSION}/flavors`, listFlavors),
  get(`${VERSION}/volume-types`, listVolumeTypes),
  get(`${VERSION}/parameters`, listParameters),
  get(`${VERSION}/parameters/:name`, showParameter),
  get("/datastores/versions/:version/parameters", listParametersByVersion),
  get("/datastores/versions/:version/parameters/:name", showParameterByVersion),
  get("/limits", showLimits),
  get("/mgmt/quotas/:tenant", showQuotas),
  get(`${INSTANCE}/configuration`, showDefaults),
  get("/configurations", listConfigurations),
  send("POST", "/configurations", 200, createConfiguration, () => configurations.createConfiguration),
  get(CONFIGURATION, showConfiguration),
  send("PUT", CONFIGURATION, 202, replaceConfiguration, () => configurations.replaceConfiguration),
  send("PATCH", CONFIGURATION, 200, editConfiguration, () => configurations.editConfiguration),
  remove(CONFIGURATION, 202, deleteConfiguration),
  get(`${CONFIGURATION}/instances`, listInstancesOfConfiguration),
  get(`${INSTANCE}/backups`, listBackupsOfInstance),
  get("/backups", listBackups),
  send("POST", "/backups", 202, createBackup, () => backups.createBackup),
  get("/backups/:id", showBackup),
  remove("/backups/:id", 202, deleteBackup),
  get("/backup_strategies", listStrategies),
  send("POST", "/backup_strategies", 202, putStrategy, () => backups.putStrategy),
  remove("/backup_strategies", 202, deleteStrategy),
  // Empty lists, so that a client finds no items rather than no such API.
  ...["modules", "clusters"].map((collection) => get(`/${collection}`, () => ({ [collection]: [] }))),
];

const SSL_ROUTES: readonly Route<Endpoint>[] = [
  get(`${INSTANCE}/ssl`, showSsl),
  send("POST", `${INSTANCE}/ssl`, 200, changeSsl),
];

/** The routes below `/v1.0/{project}`. The first match wins. */
export function routesOf({ hasSsl }: Behavior): readonly Route<Endpoint>[] {
  return hasSsl ? [...ROUTES, ...SSL_ROUTES] : ROUTES;
}

type Handle = Endpoint["handle"];

function get(path: string, handle: Handle): Route<Endpoint> {
  return { method: "GET", path, target: { status: 200, handle, needsBody: false } };
}

function remove(path: string, status: number, handle: Handle): Route<Endpoint> {
  return { method: "DELETE", path, target: { status, handle, needsBody: false } };
}

function send(
  method: "POST" | "PUT" | "PATCH",
  path: string,
  status: number,
  handle: Handle,
  schema?: Endpoint["schema"],
): Route<Endpoint> {
  return { method, path, target: { status, handle, needsBody: true, ...(schema && { schema }) } };
}

/** The schema for the first key of the body, as for actions. */
function passwordsSchema(body: unknown): Schema | undefined {
  const first = isObject(body) ? Object.keys(body)[0] : undefined;
  if (first === undefined || !isObject(body) || !Array.isArray(body.users)) throw internalError();
  return first === "users" ? guest.createUsers : undefined;
}
