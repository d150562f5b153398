import { ApiError } from "../../trove/errors/api-error.ts";
import { ServerError } from "../../trove/errors/status-errors.ts";

import { RefusedArgumentError } from "../errors/refused-argument-error.ts";

import { isPostgreSql } from "../guest/rules/postgresql-rules.ts";
import { splitUserKey } from "../guest/user-keys.ts";
import { formatPath } from "../property-path.ts";
import type { InstanceInputs } from "./arguments.ts";

/**
 * The error with the path of the argument that Trove refused, if Trove's message identifies it; else the error itself.
 *
 * @param datastoreType its name; `undefined` if it is not known
 */
export function namingArgument(error: unknown, inputs: InstanceInputs, datastoreType?: string): unknown {
  if (!(error instanceof ApiError) || error instanceof ServerError || !error.trovesOwn) return error;
  for (const { message, path, next, nextForPostgreSql } of REFUSALS) {
    const match = message.exec(error.serverMessage ?? "");
    const found = typeof path === "string" || match === null ? path : path(inputs, match[1] ?? "");
    if (match === null || typeof found !== "string") continue;
    return new RefusedArgumentError(found, error, isPostgreSql(datastoreType) ? (nextForPostgreSql ?? next) : next);
  }
  return error;
}

/** A message with which Trove refuses a request, and the argument that it is about. */
interface Refusal {
  readonly message: RegExp;
  /** The path, or a search among the inputs for what the first group of the message names. */
  readonly path: string | ((inputs: InstanceInputs, named: string) => string | undefined);
  /** What to do. */
  readonly next?: string;
  /** What to do if the datastore is PostgreSQL, of which later releases accept more. */
  readonly nextForPostgreSql?: string;
}

// Trove before 23 checks every datastore by MySQL's rules when it creates an instance (`trove/common/db/mysql/models.py`).
const CHARACTER_SETS =
  "Trove before 23 checks character sets and collations by MySQL's rules. For PostgreSQL, all releases accept the " +
  "character set utf8 without a collation.";
const DATABASE_NAMES =
  "Trove before 23 checks names by MySQL's rules: a database name has 2 to 64 characters; letters, digits, _ and - are safe.";
const USER_NAME_LENGTH = "Trove before 23 checks names by MySQL's rules: a user name has at most 16 characters.";
const CHARACTERS = "neither begins nor ends with a blank, and contains none of ' \" ; , / \\ `.";
const USER_NAMES = `Trove before 23 checks names by MySQL's rules: a user name ${CHARACTERS}`;
const PASSWORDS = `Trove before 23 checks passwords by MySQL's rules: a password ${CHARACTERS}`;

/** The first entry that finds a path applies. The messages are those of `trove/common/exception.py`, unless noted otherwise. */
const REFUSALS: readonly Refusal[] = [
  {
    message: /^'(.*)' not a valid character set/s,
    path: ({ databases }, value) => databaseWith(databases, "characterSet", value),
    nextForPostgreSql: CHARACTER_SETS,
  },
  {
    message: /^'(.*)' not a valid collation/s,
    path: ({ databases }, value) => databaseWith(databases, "collate", value),
    nextForPostgreSql: CHARACTER_SETS,
  },
  {
    message: /^(.*) not a valid collation for charset/s,
    path: ({ databases }, value) => databaseWith(databases, "collate", value),
    nextForPostgreSql: CHARACTER_SETS,
  },
  {
    message: /^(?:Schema name )?'(.*)' is (?:too long|not a valid schema name)/s,
    path: ({ databases }, value) => databaseNamed(databases, value),
    nextForPostgreSql: DATABASE_NAMES,
  },
  {
    message: /User name '(.*)' is too long/s,
    path: ({ users }, value) => userWith(users, "name", value),
    nextForPostgreSql: USER_NAME_LENGTH,
  },
  {
    message: /'(.*)' is not a valid user name/s,
    path: ({ users }, value) => userWith(users, "name", value),
    nextForPostgreSql: USER_NAMES,
  },
  { message: /'(.*)' is not a valid hostname/s, path: ({ users }, value) => userWith(users, "host", value) },
  // The value is masked, so the message does not identify the user.
  {
    message: /is not a valid password/,
    path: ({ users }) => (users === undefined ? undefined : "users"),
    nextForPostgreSql: PASSWORDS,
  },
  // Without a volume, a backup has to fit on the disk of the flavor (`trove/instance/models.py`, `create`).
  {
    message: /^Backup is too large for given flavor or volume/,
    path: ({ volume }) => (volume === undefined ? "flavor" : "volume.size"),
  },
  // `trove/common/wsgi.py`: the schema of the request.
  { message: /^Validation error: instance\['(\w+)'\]/, path: (_, property) => ARGUMENTS.get(property) },
  { message: /^Validation error: (databases|users)\b/, path: (_, property) => property },
  // The source of a replica that has no volume yet is "Resource None" (`trove/instance/models.py`, `create`).
  { message: /^Resource (\S+) cannot be found/, path: pathOfId },
  {
    message: /^Volume size was not specified/,
    path: "volume",
    next: "This datastore keeps its data on a volume: declare volume: { size: … }.",
  },
  { message: /^Volume support is not enabled/, path: "volume" },
  // `trove/instance/models.py`, `resize_volume`.
  {
    message: /^Instance \S+ has no volume/,
    path: "volume",
    next: "Trove cannot add a volume to an existing instance. Remove volume from the program.",
  },
  // `trove/instance/models.py`, `validate_volume_size`.
  { message: /^Volume 'size' cannot exceed/, path: "volume.size" },
  { message: /^The volume type |^Only specific volume types|^No valid volume types/, path: "volume.type" },
  { message: /^Flavor \S+ is not supported|^Local storage not specified in flavor/, path: "flavor" },
  {
    message: /^Datastore version |^Datastore '|^Default version for datastore|^DBDatastoreVersion Not Found/,
    path: "datastore",
  },
  { message: /^Please specify datastore|^Multiple datastore versions found/, path: "datastore" },
  { message: /^Configuration group|^Datastore Version on Configuration/, path: "configuration" },
  {
    message: /^Unable to create instance because backup|^Backup file in|^The datastore from which the backup/,
    path: "restorePoint.backupId",
  },
  // `trove/instance/service.py`, `create`.
  { message: /^Cannot create a replica of a replica|^Replication is not supported/, path: "replicaOf" },
  // `trove/common/utils.py`, `validate_locality`.
  {
    message: /^Invalid locality 'soft-/,
    path: "locality",
    next: "soft-affinity and soft-anti-affinity need Trove 26 (2026) or later.",
  },
  { message: /^Invalid locality/, path: "locality" },
  { message: /^Network Resource /, path: "network.networkId" },
  { message: /^Subnet .* not found in the network/, path: "network.subnetId" },
  {
    message: /^User network conflicts|^Instance (?:network or subnet|subnet) needs to be specified/,
    path: "network",
  },
  // `trove/common/db/models.py`, `trove/common/db/mysql/models.py`.
  {
    message: /User name ['"]|is not a valid (?:user name|hostname|password)|share the same name and host/,
    path: "users",
  },
  { message: /^The request indicates that user/, path: "users" },
  {
    message: /Schema name '|Database name "|not a valid (?:schema name|character set|collation)/,
    path: "databases",
  },
  { message: /databases share the same name/, path: "databases" },
  // `trove/guestagent/datastore/postgres/service.py`, `grant_access`.
  {
    message: /^An error occurred communicating with the guest: Database .* cannot be found on the instance/,
    path: "users",
  },
];

/** The arguments behind the properties of a create request. */
const ARGUMENTS: ReadonlyMap<string, string> = new Map([
  ["name", "name"],
  ["flavorRef", "flavor"],
  ["volume", "volume"],
  ["datastore", "datastore"],
  ["databases", "databases"],
  ["users", "users"],
  ["configuration", "configuration"],
  ["replica_of", "replicaOf"],
  ["nics", "network"],
  ["availability_zone", "availabilityZone"],
  ["locality", "locality"],
  ["access", "access"],
  ["restorePoint", "restorePoint"],
]);

function databaseNamed(databases: InstanceInputs["databases"] = {}, name: string): string | undefined {
  return Object.hasOwn(databases, name) ? formatPath(["databases", name]) : undefined;
}

function databaseWith(databases: InstanceInputs["databases"] = {}, part: "characterSet" | "collate", value: string) {
  const name = Object.keys(databases).find((one) => databases[one]?.[part] === value);
  return name === undefined ? undefined : formatPath(["databases", name, part]);
}

function userWith(users: InstanceInputs["users"] = {}, part: "name" | "host", value: string): string | undefined {
  const key = Object.keys(users).find((one) => splitUserKey(one)[part] === value);
  return key === undefined ? undefined : formatPath(["users", key]);
}

function pathOfId({ replicaOf, restorePoint, flavor }: InstanceInputs, id: string): string | undefined {
  if (replicaOf !== undefined && [replicaOf, "None"].includes(id)) return "replicaOf";
  if (id === restorePoint?.backupId) return "restorePoint.backupId";
  return id === flavor ? "flavor" : undefined;
}
