import type { Inventory } from "./inventory.ts";
import { mutate } from "./mutate.ts";
import type { Random } from "./random.ts";
import type { FidelityRequest } from "./request.ts";

const VALUES = [
  { wait_timeout: 100 },
  { max_connections: 200 },
  { innodb_buffer_pool_size: 268435456 },
  { autocommit: true },
  { sync_binlog: 1 },
  { character_set_server: "utf8" },
  { long_query_time: 1.5 },
  { long_query_time: 1 },
  { wait_timeout: -1 },
  { wait_timeout: "100" },
  { WAIT_TIMEOUT: 50 },
  { nope: 1 },
  { wait_timeout: 100, max_connections: 50 },
  { innodb_ft_max_token_size: 20 },
  {},
];

const DATASTORES = [
  undefined,
  undefined,
  { type: "mysql", version: "5.7.29" },
  { type: "mysql" },
  { type: "mariadb", version: "10.4.18" },
  { type: "postgresql", version: "12.18" },
  { type: "mysql", version: "nope" },
  { type: "nope" },
];

export function configurationCreate(random: Random): FidelityRequest {
  const datastore = random.pick(DATASTORES);
  const configuration = {
    name: random.pick(["group", "é1", "emo😀ji", "日本1"]),
    values: random.pick(VALUES),
    ...(random.chance(0.3) && { description: random.pick(["d", "é1", "emo😀ji", ""]) }),
    ...(datastore && { datastore }),
  };
  return { method: "POST", path: "/configurations", body: perhapsSpoiled({ configuration }, random) };
}

export function configurationRequest(inventory: Inventory): FidelityRequest {
  const { random } = inventory;
  const path = `/configurations/${inventory.some("configuration")}`;
  return random.weighted<() => FidelityRequest>([
    [3, () => ({ method: "GET", path })],
    [2, () => ({ method: "GET", path: `${path}/instances` })],
    [
      2,
      () => ({
        method: "PATCH",
        path,
        body: perhapsSpoiled({ configuration: { values: random.pick(VALUES) } }, random),
      }),
    ],
    [3, () => ({ method: "PUT", path, body: perhapsSpoiled({ configuration: replacement(random) }, random) })],
  ])();
}

function replacement(random: Random): object {
  return {
    ...(random.chance(0.5) && { name: random.pick(["renamed", "é1", "日本1"]) }),
    ...(random.chance(0.3) && { description: "other" }),
    ...(random.chance(0.8) && { values: random.pick(VALUES) }),
  };
}

export function backupCreate(inventory: Inventory): FidelityRequest {
  const { random } = inventory;
  const instance = inventory.some("instance");
  const backup = {
    name: random.pick(["backup", "é1", "日本1", "emo😀ji", "a BACKUP_ERROR"]),
    instance,
    ...(random.chance(0.2) && { description: random.pick(["d", "日本1"]) }),
    ...(random.chance(0.3) && { incremental: random.pick([0, 1]) }),
    ...(random.chance(0.2) && { parent_id: inventory.some("backup") }),
    ...(random.chance(0.2) && { swift_container: random.pick(["mine", "a;b", "é1", "a b1"]) }),
    ...(random.chance(0.05) && { storage_driver: random.pick(["swift", "x"]) }),
    ...(random.chance(0.05) && { restore_from: restoreFrom(random) }),
  };
  return { method: "POST", path: "/backups", body: perhapsSpoiled({ backup }, random), about: [instance] };
}

function restoreFrom(random: Random): object {
  return {
    remote_location: random.pick(["http://127.0.0.1/swift/v1/AUTH_x/c/o", "x"]),
    local_datastore_version_id: random.pick(["{version:mysql}", "11111111-1111-1111-1111-111111111111"]),
    size: random.pick([1, 0.1, "1"]),
  };
}

export function strategyRequest(inventory: Inventory): FidelityRequest {
  const { random } = inventory;
  const query = random.pick(["", "", `?instance_id=${inventory.some("instance")}`, "?instance_id="]);
  const strategy = {
    swift_container: random.pick(["one", "two", "a;b", "é1", "😀1"]),
    ...(random.chance(0.5) && { instance_id: inventory.some("instance") }),
  };
  return random.weighted<() => FidelityRequest>([
    [
      4,
      () => ({
        method: "POST",
        path: "/backup_strategies",
        body: perhapsSpoiled({ backup_strategy: strategy }, random),
      }),
    ],
    [3, () => ({ method: "GET", path: `/backup_strategies${query}` })],
    [2, () => ({ method: "DELETE", path: `/backup_strategies${query}` })],
  ])();
}

export function moduleCreate(random: Random): FidelityRequest {
  const module = {
    name: random.pick(["m1", "m2", "m3", "é1"]),
    module_type: random.pick(["ping", "ping", "PING", "nope"]),
    contents: random.pick(["a", "b", "é"]),
    ...(random.chance(0.2) && { description: "d" }),
    ...(random.chance(0.2) && {
      datastore: random.pick([{ type: "mysql" }, { type: "mysql", version: "5.7.29" }, { version: "5.7.29" }]),
    }),
    ...(random.chance(0.1) && {
      [random.pick(["auto_apply", "all_tenants", "priority_apply", "full_access"])]: random.pick([0, 1]),
    }),
    ...(random.chance(0.1) && { live_update: 1, apply_order: random.pick([0, 9, 10]) }),
  };
  return { method: "POST", path: "/modules", body: perhapsSpoiled({ module }, random) };
}

export function moduleRequest(inventory: Inventory): FidelityRequest {
  const { random } = inventory;
  const path = `/modules/${inventory.some("module")}`;
  const instance = inventory.some("instance");
  return random.weighted<() => FidelityRequest>([
    [3, () => ({ method: "GET", path })],
    [2, () => ({ method: "GET", path: `${path}/instances` })],
    [
      2,
      () => ({
        method: "PUT",
        path,
        body: { module: { description: "new", ...(random.chance(0.5) && { contents: "c" }) } },
      }),
    ],
    [
      1,
      () => ({
        method: "POST",
        path: `/instances/${instance}/modules`,
        body: { modules: [{ id: inventory.some("module") }] },
        about: [instance],
      }),
    ],
    [
      1,
      () => ({
        method: "DELETE",
        path: `/instances/${instance}/modules/${inventory.some("module")}`,
        about: [instance],
      }),
    ],
  ])();
}

/** Reads that need no instance. */
const PATHS = [
  "/instances",
  "/instances/detail",
  "/instances?limit=2",
  "/instances?limit=0",
  "/instances?limit=-1",
  "/instances?limit=x",
  "/instances?marker=",
  "/instances/detail?limit=1&include_clustered=true",
  "/instances.json",
  "/instances/",
  "/configurations",
  "/configurations?limit=1",
  "/configurations?limit=0",
  "/configurations?marker=zzz",
  "/backups",
  "/backups?limit=2",
  "/backups?limit=2&marker=1",
  "/backups?limit=0",
  "/backups?limit=-1",
  "/backups?datastore=mysql",
  "/backups?datastore=nope",
  "/backups?all_projects=true",
  "/backups?marker=%FF",
  "/datastores",
  "/datastores.json",
  "/datastores/mysql",
  "/datastores/MYSQL%20",
  "/datastores/nope",
  "/datastores/%C3%A9",
  "/datastores/new",
  "/datastores/{datastore:mysql}",
  "/datastores/mysql/versions",
  "/datastores/mysql/versions/5.7.29",
  "/datastores/mysql/versions/nope",
  "/datastores/mysql/versions/{version:mysql}",
  "/datastores/mysql/versions/{version:mariadb}",
  "/datastores/mysql/versions/11111111-1111-1111-1111-111111111111",
  "/datastores/versions/{version:mysql}",
  "/datastores/versions/nope",
  "/datastores/mysql/versions/{version:mysql}/flavors",
  "/datastores/mysql/versions/{version:mysql}/volume-types",
  "/datastores/mysql/versions/5.7.29/parameters/wait_timeout",
  "/datastores/mysql/versions/5.7.29/parameters/nope",
  "/datastores/versions/{version:mysql}/parameters/Max_Connections",
  "/datastores/mariadb/versions/10.4.18/parameters",
  "/flavors",
  "/flavors/1",
  "/flavors/nope",
  "/limits",
  "/mgmt/quotas/{p:own}",
  "/mgmt/quotas/other",
  "/mgmt/instances",
  "/clusters",
  "/clusters/x",
  "/modules",
  "/modules/x",
  "/modules?datastore=mysql",
  "/backup_strategies/x",
  "/nope",
];

export function readAnything(random: Random): FidelityRequest {
  return { method: "GET", path: random.pick(PATHS) };
}

/** Requests that a client should not send: bodies that are no JSON, of other types, or not expected at all. */
export function oddRequest(inventory: Inventory): FidelityRequest {
  const { random } = inventory;
  const instance = inventory.some("instance");
  const targets: readonly (readonly [method: string, path: string])[] = [
    ["POST", "/instances"],
    ["POST", "/backups"],
    ["POST", "/configurations"],
    ["POST", "/clusters"],
    ["POST", "/modules"],
    ["POST", "/backup_strategies"],
    ["POST", `/instances/${instance}/action`],
    ["PUT", `/instances/${instance}`],
    ["POST", `/instances/${instance}/databases`],
    ["PUT", `/instances/${instance}/users`],
    ["PUT", `/instances/${instance}/users/update_all`],
    ["POST", `/instances/${instance}/log`],
    ["GET", `/instances/${instance}`],
    ["GET", "/instances"],
    ["DELETE", "/backup_strategies"],
    ["DELETE", "/configurations/x"],
    ["PUT", "/datastores/mysql/versions"],
    ["DELETE", "/datastores/mysql/versions/nope"],
    ["DELETE", "/datastores/mysql"],
    ["POST", "/clusters/x"],
    ["DELETE", "/clusters/x"],
    ["PUT", "/modules/x"],
    ["PATCH", "/configurations/x"],
    ["GET", `/instances/${instance}/users/new`],
    ["GET", `/instances/${instance}/databases.json`],
    ["DELETE", `/instances/${instance}/root/x`],
  ];
  const texts = [
    "",
    "{}",
    "[]",
    "null",
    "5",
    '"x"',
    "{",
    '{"x":{}}',
    '{"cluster":{"name":"c","datastore":{"type":"mysql","version":"5.7.29"},"instances":[]}}',
  ];
  const types = ["application/json", "application/json; charset=utf-8", "", "text/plain", "application/xml"];
  const [method, path] = random.pick(targets);
  const text = random.pick(texts);
  const type = random.chance(0.5) ? "application/json" : random.pick(types);
  const accept = random.pick(["application/json", "application/json", "*/*", "text/html", ""]);
  return { method, path, text, headers: { "content-type": type, accept }, about: [instance] };
}

function perhapsSpoiled(body: object, random: Random): unknown {
  return random.chance(0.3) ? mutate(body, random) : body;
}
