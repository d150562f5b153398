import { databases, users } from "./guest-requests.ts";
import type { Inventory } from "./inventory.ts";
import { mutate } from "./mutate.ts";
import type { Random } from "./random.ts";
import type { FidelityRequest } from "./request.ts";

const NAMES = [
  "db",
  "db",
  "db",
  "é1",
  "emo😀ji",
  "日本1",
  "x".repeat(255),
  "a SERVER_ERROR",
  "a GUEST_ERROR",
  "a RESIZE_ERROR",
];
const DATASTORES = [
  { type: "mysql" },
  { type: "mysql" },
  { type: "mysql", version: "5.7.29" },
  { type: "mariadb" },
  { type: "mariadb", version: "10.4.12" },
  { type: "postgresql" },
  { type: "mysql" },
  { type: "MySQL ", version: "5.7.29" },
  { type: "mariadb" },
  { type: "postgresql" },
  { type: "postgresql", version: "12.4" },
  { type: "mysql", version: "nope" },
  { type: "nope" },
  { type: "mysql", version: "11111111-1111-1111-1111-111111111111" },
  { type: "mysql", version: "{version:mariadb}" },
  { type: "mysql", version: "{version:mysql}" },
  { type: "{datastore:mariadb}" },
];
const ACCESS = [{ is_public: true, allowed_cidrs: ["10.0.0.0/8"] }, { is_public: false }, {}, { allowed_cidrs: ["x"] }];

export function createRequest(inventory: Inventory): FidelityRequest {
  const { random } = inventory;
  const instance = random.chance(0.2) ? replica(inventory) : primary(inventory);
  const body = random.chance(0.15) ? mutate({ instance }, random) : { instance };
  return { method: "POST", path: "/instances", body, makesPassword: true };
}

function primary(inventory: Inventory): object {
  const { random } = inventory;
  const maybe = <T extends object>(probability: number, fields: () => T) =>
    random.chance(probability) ? fields() : {};
  return {
    name: random.pick(NAMES),
    flavorRef: random.pick(["1", "1", "1", "1", 1, "2", "2", "nope", "d2", "http://x/flavors/1"]),
    volume: {
      size: random.pick([1, 1, 1, 1, 1, 1, 2, "2", 9, 0, 11]),
      ...maybe(0.1, () => ({ type: random.pick(["ssd", null, "no"]) })),
    },
    ...maybe(0.5, () => ({ datastore: random.pick(DATASTORES) })),
    ...maybe(0.2, () => ({ databases: databases(random) })),
    ...maybe(0.15, () => ({ users: users(random) })),
    ...maybe(0.2, () => ({ configuration: random.pick([inventory.some("configuration"), null, ""]) })),
    ...maybe(0.2, () => ({ restorePoint: { backupRef: inventory.some("backup") } })),
    ...maybe(0.1, () => ({ access: random.pick(ACCESS) })),
    ...maybe(0.1, () => ({ locality: random.pick(["affinity", "anti-affinity", "soft-affinity", "nope"]) })),
    ...maybe(0.1, () => ({ availability_zone: random.pick(["nova", "é1"]) })),
    ...maybe(0.05, () => ({ replica_count: random.pick([1, 2]) })),
    ...maybe(0.05, () => ({ region_name: random.pick(["RegionOne", "RegionTwo"]) })),
  };
}

function replica(inventory: Inventory): object {
  const { random } = inventory;
  return {
    name: "replica",
    replica_of: inventory.some("instance"),
    ...(random.chance(0.1) && { replica_count: 1 }),
    ...(random.chance(0.1) && { flavorRef: "1" }),
    ...(random.chance(0.1) && { users: users(random) }),
    ...(random.chance(0.1) && { configuration: inventory.some("configuration") }),
  };
}

/** A change of an instance by PUT, PATCH or an action. */
export function changeRequest(inventory: Inventory, instance: string): FidelityRequest {
  const { random } = inventory;
  const request = random.weighted<() => FidelityRequest>([
    [4, () => action(instance, { restart: {} })],
    [3, () => action(instance, { resize: { volume: { size: random.pick([1, 2, 3, "4", 11]) } } })],
    [3, () => action(instance, { resize: { flavorRef: random.pick(["1", "2", 3, "nope", "eph", "d2"]) } })],
    [1, () => action(instance, { promote_to_replica_source: {} })],
    [1, () => action(instance, { eject_replica_source: {} })],
    [1, () => action(instance, { reset_status: {} })],
    [10, () => ({ method: random.pick(["PUT", "PATCH"]), path: `/instances/${instance}`, body: update(inventory) })],
  ])();
  return { ...request, ...(random.chance(0.25) && { body: mutate(request.body, random) }), about: [instance] };
}

function action(instance: string, body: object): FidelityRequest {
  return { method: "POST", path: `/instances/${instance}/action`, body };
}

function update(inventory: Inventory): object {
  const { random } = inventory;
  const versions = ["5.7.29", "8.0.29", "10.4.18", "12.18", "nope", "{version:mysql}", "{version:mariadb}"];
  return {
    instance: {
      ...(random.chance(0.3) && { name: random.pick(NAMES) }),
      ...random.weighted<() => object>([
        [4, () => ({ configuration: random.pick([inventory.some("configuration"), null]) })],
        [2, () => ({ datastore_version: random.pick(versions) })],
        [2, () => ({ access: random.pick(ACCESS) })],
        [1, () => ({ replica_of: null })],
        [1, () => ({})],
      ])(),
    },
  };
}

export function readRequest(random: Random, instance: string): FidelityRequest {
  const what = random.pick(["", "", "", "/backups", "/configuration", "/log", "/modules", "/nope"]);
  return { method: "GET", path: `/instances/${instance}${what}`, about: [instance] };
}
