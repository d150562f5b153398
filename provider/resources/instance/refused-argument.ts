import { TroveError } from "../../core/trove-error.ts";
import { ApiError } from "../../trove/errors/api-error.ts";
import { ServerError } from "../../trove/errors/status-errors.ts";
import { isPostgreSql } from "../guest/rules/postgresql-rules.ts";
import { splitUserKey } from "../guest/user-keys.ts";
import { formatPath } from "../property-path.ts";
import type { InstanceInputs } from "./arguments.ts";

/** The words of a refusal, the argument that it is about, and what to do: `trove/common/exception.py`, unless said otherwise. */
const PATHS: readonly (readonly [words: RegExp, path: string, next?: string])[] = [
  [
    /^Volume size was not specified/,
    "volume",
    "This datastore keeps its data on a volume: declare volume: { size: … }.",
  ],
  [/^Volume support is not enabled/, "volume"],
  // `trove/instance/models.py`, `resize_volume`.
  [/^Instance \S+ has no volume/, "volume", "Trove adds no volume later: leave volume out of the program."],
  // `trove/instance/models.py`, `validate_volume_size`.
  [/^Volume 'size' cannot exceed/, "volume.size"],
  [/^Backup is too large for given flavor or volume/, "volume.size"],
  [/^The volume type |^Only specific volume types|^No valid volume types/, "volume.type"],
  [/^Flavor \S+ is not supported|^Local storage not specified in flavor/, "flavor"],
  [/^Datastore version |^Datastore '|^Default version for datastore|^DBDatastoreVersion Not Found/, "datastore"],
  [/^Please specify datastore|^Multiple datastore versions found/, "datastore"],
  [/^Configuration group|^Datastore Version on Configuration/, "configuration"],
  [
    /^Unable to create instance because backup|^Backup file in|^The datastore from which the backup/,
    "restorePoint.backupId",
  ],
  // `trove/instance/service.py`, `create`.
  [/^Cannot create a replica of a replica|^Replication is not supported/, "replicaOf"],
  // `trove/common/utils.py`, `validate_locality`.
  [/^Invalid locality 'soft-/, "locality", "soft-affinity and soft-anti-affinity need Trove 26 (2026) or later."],
  [/^Invalid locality/, "locality"],
  [/^Network Resource /, "network.networkId"],
  [/^Subnet .* not found in the network/, "network.subnetId"],
  [/^User network conflicts|^Instance (?:network or subnet|subnet) needs to be specified/, "network"],
  // `trove/common/db/models.py`, `trove/common/db/mysql/models.py`.
  [/User name ['"]|is not a valid (?:user name|hostname|password)|share the same name and host/, "users"],
  [/^The request indicates that user/, "users"],
  [/Schema name '|Database name "|not a valid (?:schema name|character set|collation)/, "databases"],
  [/databases share the same name/, "databases"],
  // `trove/guestagent/datastore/postgres/service.py`, `grant_access`.
  [/^An error occurred communicating with the guest: Database .* cannot be found on the instance/, "users"],
];

/** What the API of Trove before 23 holds every datastore to when it creates an instance (`trove/common/db/mysql/models.py`). */
const MYSQL_CHARACTER_SETS =
  "Trove before 23 holds character sets and collations to MySQL's rules. For PostgreSQL, all releases take the character " +
  "set utf8 without a collation.";
const DATABASE_NAMES =
  "Trove before 23 holds names to MySQL's rules: that of a database has 2 to 64 characters, of which letters, digits, _ " +
  "and - are safe.";
const USER_NAME_LENGTH = "Trove before 23 holds names to MySQL's rules: that of a user has at most 16 characters.";
const CHARACTERS = "neither begins nor ends with a blank, and has none of ' \" ; , / \\ ` in it.";
const USER_NAMES = `Trove before 23 holds names to MySQL's rules: that of a user ${CHARACTERS}`;
const PASSWORDS = `Trove before 23 holds passwords to MySQL's rules: a password ${CHARACTERS}`;

/**
 * The words of Trove's own model of a value, the declared value that they can be about, and what to do where the
 * datastore is PostgreSQL, of which later releases take more.
 */
const VALUES: readonly (readonly [
  words: RegExp,
  find: (value: string, inputs: InstanceInputs) => string[] | undefined,
  next?: string,
])[] = [
  [
    /^'(.*)' not a valid character set/s,
    (value, { databases }) => databaseWith(databases, "characterSet", value),
    MYSQL_CHARACTER_SETS,
  ],
  [
    /^'(.*)' not a valid collation/s,
    (value, { databases }) => databaseWith(databases, "collate", value),
    MYSQL_CHARACTER_SETS,
  ],
  [
    /^(.*) not a valid collation for charset/s,
    (value, { databases }) => databaseWith(databases, "collate", value),
    MYSQL_CHARACTER_SETS,
  ],
  [
    /^(?:Schema name )?'(.*)' is (?:too long|not a valid schema name)/s,
    (value, { databases }) => databaseNamed(databases, value),
    DATABASE_NAMES,
  ],
  [/User name '(.*)' is too long/s, (value, { users }) => userWith(users, "name", value), USER_NAME_LENGTH],
  [/'(.*)' is not a valid user name/s, (value, { users }) => userWith(users, "name", value), USER_NAMES],
  [/'(.*)' is not a valid hostname/s, (value, { users }) => userWith(users, "host", value)],
  // The value is masked, so the message does not identify the user.
  [/is not a valid password/, (_, { users }) => (users === undefined ? undefined : ["users"]), PASSWORDS],
];

/** The arguments behind the properties of a create, which Trove's schema errors begin with (`trove/common/wsgi.py`). */
const PROPERTIES: ReadonlyMap<string, string> = new Map([
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

/** A refusal of Trove's that is about one argument: its text begins with the argument's path. */
export class RefusedArgumentError extends TroveError {
  readonly code: string;
  readonly path: string;
  /** The status of Trove's answer. */
  readonly status: number;

  constructor(path: string, cause: ApiError, next?: string) {
    super([`${path}: ${cause.message}`, next].filter(Boolean).join(" "), { cause });
    this.code = cause.code;
    this.path = path;
    this.status = cause.status;
  }
}

/**
 * The error, with the path of the argument that Trove refused where Trove's words tell which it is.
 *
 * @param datastoreType its name; `undefined` where it is not known.
 */
export function namingArgument(error: unknown, inputs: InstanceInputs, datastoreType?: string): unknown {
  if (!(error instanceof ApiError) || error instanceof ServerError || !error.trovesOwn) return error;
  const message = error.serverMessage ?? "";
  const refusedValue = findValue(message, inputs);
  if (refusedValue !== undefined) {
    const next = isPostgreSql(datastoreType) ? refusedValue.next : undefined;
    return new RefusedArgumentError(refusedValue.path, error, next);
  }
  const path = pathOf(message, inputs);
  return path === undefined ? error : new RefusedArgumentError(path, error, rowOf(message)?.[2]);
}

function findValue(message: string, inputs: InstanceInputs) {
  for (const [words, find, next] of VALUES) {
    const match = words.exec(message);
    const path = match === null ? undefined : find(match[1] ?? "", inputs);
    if (path !== undefined) return { path: formatPath(path), next };
  }
  return undefined;
}

function databaseNamed(databases: InstanceInputs["databases"] = {}, name: string): string[] | undefined {
  return Object.hasOwn(databases, name) ? ["databases", name] : undefined;
}

function databaseWith(databases: InstanceInputs["databases"] = {}, part: "characterSet" | "collate", value: string) {
  const name = Object.keys(databases).find((one) => databases[one]?.[part] === value);
  return name === undefined ? undefined : ["databases", name, part];
}

function userWith(users: InstanceInputs["users"] = {}, part: "name" | "host", value: string) {
  const key = Object.keys(users).find((one) => splitUserKey(one)[part] === value);
  return key === undefined ? undefined : ["users", key];
}

function pathOf(message: string, inputs: InstanceInputs): string | undefined {
  // Without a volume, a backup has to fit on the disk of the flavor (`trove/instance/models.py`, `create`).
  if (/^Backup is too large/.test(message) && inputs.volume === undefined) return "flavor";
  const property = /^Validation error: (?:instance\['(\w+)'\]|(databases|users)\b)/.exec(message);
  if (property !== null) return PROPERTIES.get(property[1] ?? property[2] ?? "");
  const missing = /^Resource (\S+) cannot be found/.exec(message)?.[1];
  return missing === undefined ? rowOf(message)?.[1] : pathOfId(missing, inputs);
}

function rowOf(message: string) {
  return PATHS.find(([words]) => words.test(message));
}

/** The source of a replica without a volume yet is "Resource None" (`trove/instance/models.py`, `create`). */
function pathOfId(id: string, { replicaOf, restorePoint, flavor }: InstanceInputs): string | undefined {
  if (replicaOf !== undefined && [replicaOf, "None"].includes(id)) return "replicaOf";
  if (id === restorePoint?.backupId) return "restorePoint.backupId";
  return id === flavor ? "flavor" : undefined;
}
