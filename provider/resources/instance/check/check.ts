import { checkArguments } from "../../arguments.ts";
import { declaredDatastore } from "../../catalog/possible-datastores.ts";
import type { Context } from "../../context.ts";
import { warnOfGuestValues } from "../../guest/rules/guest-warnings.ts";
import { RESERVED_DATABASES } from "../../guest/rules/mysql-rules.ts";
import { isPostgreSql } from "../../guest/rules/postgresql-rules.ts";
import { splitUserKey } from "../../guest/user-keys.ts";
import { argumentOf, formatPath } from "../../property-path.ts";
import type { Checked, Failure } from "../../resource.ts";
import { same } from "../../values/same.ts";
import { known, unknownValue } from "../../values/unknown-value.ts";
import { previewAdoption } from "../adopt/preview-adoption.ts";
import { type InstanceInputs, instanceArguments } from "../arguments.ts";
import { otherNames } from "../other-names.ts";
import { brokenByNew } from "./creation-checks.ts";
import { previewChecks } from "./preview-checks.ts";

/**
 * Trove's default of `ignore_users` for MySQL (`trove/common/cfg.py`). As with `ignore_dbs`, the API holds every datastore to
 * them, since it has no `datastore_manager` of its own.
 */
const RESERVED_USERS: readonly string[] = ["os_admin", "root"];

/** What Trove decides for a replica by its source (`trove/instance/service.py`, `create`). */
const NOT_FOR_REPLICAS = {
  datastore: "it is that of the source",
  volume: "it is that of the source",
  databases: "they come from the source",
  users: "they come from the source",
  locality: "it is that of the source",
  restorePoint: "it is that of the source",
} as const satisfies Partial<Record<keyof InstanceInputs, string>>;

/** Checks what can be known without a cloud; in a preview also, once that is sound, what only the cloud can tell. */
export async function check(
  given: unknown,
  old: InstanceInputs | undefined,
  context: Context,
): Promise<Checked<InstanceInputs>> {
  const raw = given as Readonly<Record<string, unknown>>;
  const failures = newFailures(checkArguments(instanceArguments, raw, otherNames), raw, old, context);
  failures.push(...checkTogether(withoutFailed(raw, failures), old === undefined));
  if (failures.length > 0) return { inputs: raw, failures };
  const name = nameOf(raw, old, context.defaultName);
  const inputs = withSortedUsers({ ...raw, ...(name === undefined ? {} : { name }) });
  await warnOfGuestValues(declaredDatastore(inputs)[0]?.type, inputs, old, context);
  const defaultName = raw.name === undefined && name === context.defaultName ? name : undefined;
  const failed = await previewChecks(inputs, old, context);
  if (failed.length > 0 || old !== undefined) return { inputs, failures: failed, defaultName };
  return { inputs, defaultName, ...(await previewAdoption(inputs, context)) };
}

/** What is as it was before was taken once, by an older version of this provider: a preview warns of it. */
function newFailures(
  failures: readonly Failure[],
  raw: Readonly<Record<string, unknown>>,
  old: InstanceInputs | undefined,
  { preview, log }: Context,
): Failure[] {
  return failures.filter(({ path, reason }) => {
    const name = argumentOf(path);
    if (old === undefined || !Object.hasOwn(old, name) || !same(raw[name], Reflect.get(old, name))) return true;
    if (preview) log.warn(`${path} ${reason}. It is as it was, so it is not refused: change it.`);
    return false;
  });
}

/** An argument that already failed by itself takes part in no rule between arguments, as if it were not known yet. */
function withoutFailed(raw: Readonly<Record<string, unknown>>, failures: readonly Failure[]): InstanceInputs {
  const failed = (name: string) => failures.some(({ path }) => argumentOf(path) === name);
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, failed(name) ? unknownValue : value]));
}

/** The rules between arguments. An argument that is not known yet takes part in none. */
function checkTogether(inputs: InstanceInputs, isNew: boolean): Failure[] {
  return [
    // Of an instance that is there, the diff knows the datastore.
    ...(isNew ? [...checkPresence(inputs), ...brokenByNew(declaredDatastore(inputs), inputs)] : []),
    ...checkReplica(inputs),
    ...checkNetwork(inputs.network),
    ...checkReserved(inputs),
    ...checkKeys(inputs),
    ...checkGrants(inputs, isNew),
  ];
}

function checkPresence(inputs: InstanceInputs): Failure[] {
  if (inputs.flavor !== undefined || inputs.replicaOf !== undefined || inputs.adoptId !== undefined) return [];
  return [{ path: "flavor", reason: "is required: the id or the name of a flavor, such as m1.small" }];
}

function checkReplica(inputs: InstanceInputs): Failure[] {
  if (known(inputs.replicaOf) === undefined) return [];
  const failures: Failure[] = Object.entries(NOT_FOR_REPLICAS)
    .filter(([name]) => inputs[name as keyof InstanceInputs] !== undefined)
    .map(([path, reason]) => ({ path, reason: `does not go with replicaOf: ${reason}` }));
  if (known(inputs.network)?.ipAddress !== undefined) {
    failures.push({ path: "network.ipAddress", reason: "does not go with replicaOf" });
  }
  return failures;
}

function checkNetwork(given: InstanceInputs["network"]): Failure[] {
  const network = known(given);
  if (network === undefined) return [];
  if (network.networkId === undefined && network.subnetId === undefined) {
    return [{ path: "network", reason: "needs a networkId or a subnetId" }];
  }
  if (network.ipAddress !== undefined && network.subnetId === undefined) {
    return [{ path: "network.ipAddress", reason: "needs the subnetId that the address belongs to" }];
  }
  return [];
}

function checkReserved(inputs: InstanceInputs): Failure[] {
  const hasNoCase = !isPostgreSql(declaredDatastore(inputs)[0]?.type);
  // The API compares them as they are; some of MySQL's databases have their name in any case.
  const isReserved = (names: readonly string[], name: string) => names.includes(hasNoCase ? name.toLowerCase() : name);
  const databases = Object.keys(known(inputs.databases) ?? {})
    .filter((name) => isReserved(RESERVED_DATABASES, name))
    .map((name) => ({ path: formatPath(["databases", name]), reason: reserved(name) }));
  const users = Object.keys(known(inputs.users) ?? {})
    .filter((key) => isReserved(RESERVED_USERS, splitUserKey(key).name))
    .map((key) => ({
      path: formatPath(["users", key]),
      reason: reserved(splitUserKey(key).name),
    }));
  return [...databases, ...users];
}

function reserved(name: string): string {
  return `"${name}" is a name that Trove reserves: use another name`;
}

/** Pulumi's engine drops such a key of an object without a word. */
function checkKeys(inputs: InstanceInputs): Failure[] {
  return (["databases", "users"] as const)
    .filter((argument) => Object.hasOwn(known(inputs[argument]) ?? {}, "__proto__"))
    .map((argument) => ({ path: `${argument}.__proto__`, reason: "is a name that Pulumi cannot hold" }));
}

/**
 * Trove refuses the whole create request when a user names a database that the request does not contain. An instance that
 * exists already can have databases that the program does not declare.
 */
function checkGrants(inputs: InstanceInputs, isNew: boolean): Failure[] {
  const mayHaveOthers = !isNew || inputs.adoptId !== undefined;
  if (isUnknown(inputs.databases) || (mayHaveOthers && inputs.databases === undefined)) return [];
  const declared = Object.keys(inputs.databases ?? {});
  return Object.entries(known(inputs.users) ?? {}).flatMap(([key, user]) =>
    (known(known(user)?.databases) ?? []).flatMap((name, index) =>
      isUnknown(name) || declared.includes(name)
        ? []
        : [
            {
              path: formatPath(["users", key, "databases", index]),
              reason: `names the database "${name}", which is not declared in \`databases\``,
            },
          ],
    ),
  );
}

/**
 * A name once taken stays, be the argument removed; and the default one is taken again where it was changed outside. An
 * adopted instance keeps the name that it has.
 */
function nameOf(inputs: InstanceInputs, old: InstanceInputs | undefined, defaultName: string | undefined) {
  const adopts = old === undefined && inputs.adoptId !== undefined;
  return inputs.name ?? (adopts ? undefined : defaultName) ?? old?.name;
}

function withSortedUsers(inputs: InstanceInputs): InstanceInputs {
  const users = known(inputs.users);
  return users === undefined ? inputs : { ...inputs, users: mapValues(users, withSortedGrants) };
}

/** The order of grants means nothing, so it must not show. */
function withSortedGrants<User extends { readonly databases?: string[] | undefined }>(user: User): User {
  const grants = known(known(user)?.databases);
  return grants === undefined || grants.some(isUnknown) ? user : { ...user, databases: [...new Set(grants)].sort() };
}

function mapValues<Value>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function isUnknown(value: unknown): boolean {
  return value === unknownValue;
}
