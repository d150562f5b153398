import { troveRelease } from "./cloud-options.ts";
import type { TroveRelease } from "./trove-releases.ts";

/** A difference between the two releases of Trove that the contract tests run on. */
export interface Difference {
  /** The first release that behaves like 26, or what changed it; `undefined` if only 18 and 26 were compared. */
  readonly since: string | undefined;
  readonly what: string;
  /** What Trove 18 does, and what Trove 26 does. */
  readonly 18: string;
  readonly 26: string;
}

/**
 * All differences that contract tests depend on. `docs/compatibility.md` has a row for each. A contract test refers to
 * its difference with `differs` or `test.on`.
 */
export const differences = {
  "names-checked-by-guest": {
    since: "23",
    what: "Names, passwords, hosts and character sets that MySQL does not take",
    18: "400, for every datastore",
    26: "accepted; the guest refuses them later, and nothing reports it",
  },
  "collation-alone": {
    since: "23",
    what: "A database with the collation `utf8mb4_0900_ai_ci` and no character set",
    18: "accepted; the guest refuses it, and nothing reports it",
    26: "made",
  },
  utf8mb3: {
    since: "20",
    what: "MySQL's character set `utf8mb3`",
    18: "400",
    26: "made",
  },
  "postgresql-contents": {
    since: "23.1",
    what: "Databases, users and grants of a PostgreSQL instance",
    18: "422; only what the create request declares is made",
    26: "as for MySQL, without hosts",
  },
  "empty-update": {
    since: "23",
    what: 'PUT of an instance with `{"instance": {}}`',
    18: "changes nothing",
    26: "detaches the configuration group",
  },
  "root-forgotten": {
    since: "25",
    what: "GET of root after it was disabled",
    18: "enabled, for ever",
    26: "not enabled, from the next second on",
  },
  "running-backup": {
    since: "25",
    what: "DELETE of a running backup",
    18: "422",
    26: "500",
  },
  "groups-of-replicas": {
    since: "26",
    what: "A configuration group that is attached to a primary or detached from it",
    18: "the replicas keep what they have",
    26: "replicas with no group get it; replicas with the same one lose it",
  },
  "soft-localities": {
    since: "26",
    what: "The localities `soft-affinity` and `soft-anti-affinity`",
    18: "400",
    26: "accepted",
  },
  "default-locality": {
    since: "26",
    what: "The locality of an instance that asks for none",
    18: "none",
    26: "the one of the operator's `default_locality`, if set",
  },
  "lists-by-tag": {
    since: "26",
    what: "A list with an instance that an earlier release made",
    18: "shows its status",
    26: "shows SHUTDOWN for ever; GET by id shows its status",
  },
  ssl: {
    since: "26",
    what: "`/instances/{id}/ssl`",
    18: "404",
    26: "TLS certificates from Barbican",
  },
  "volume-details": {
    since: "26",
    what: "The volume's use in GET of an instance",
    18: "`used`",
    26: "also `used_percent`, and `wal_size` and `wal_archive_size` for PostgreSQL",
  },
  "volume-while-deleting": {
    since: "26",
    what: "The volume's use in GET of an instance that is being deleted",
    18: "shown",
    26: "not shown",
  },
  "addresses-in-build": {
    since: "26",
    what: "Addresses in GET of an instance in BUILD",
    18: "not shown",
    26: "shown as soon as its ports exist; lists show none",
  },
  "null-group": {
    since: undefined,
    what: "`configuration: null` in a create request",
    18: "500",
    26: "no group",
  },
  "same-version": {
    since: undefined,
    what: "An upgrade to the version that the instance has",
    18: "changes nothing",
    26: "UPGRADE, with its downtime",
  },
  "float-range": {
    since: undefined,
    what: "A float outside the range of its configuration parameter",
    18: "accepted",
    26: "422",
  },
  parameters: {
    since: undefined,
    what: "The configuration parameters of MySQL and PostgreSQL",
    18: "the rules of 2022",
    26: "five MySQL parameters have other bounds; PostgreSQL has four more",
  },
  "template-defaults": {
    since: undefined,
    what: "PostgreSQL's `archive_command` in the default configuration",
    18: "copies each segment",
    26: "copies each segment, then renames it",
  },
  "partial-hosts": {
    since: "netaddr 1.0",
    what: "A user's host of fewer than four numbers, such as `10.%`, or with leading zeros",
    18: "accepted",
    26: "the guest refuses it, and nothing reports it",
  },
  "schema-words": {
    since: "jsonschema 4.21",
    what: "The message for an empty value that must not be empty",
    18: "is too short; does not have enough properties",
    26: "should be non-empty",
  },
  "resize-fault": {
    since: undefined,
    what: "The fault of a flavor resize that failed",
    18: "names the flavors' ids",
    26: "names the flavors' names",
  },
} as const satisfies Readonly<Record<string, Difference>>;

export type DifferenceName = keyof typeof differences;

/** The value for the release that the tests run on. */
export function differs<T>(_name: DifferenceName, values: Readonly<Record<TroveRelease, T>>): T {
  return values[troveRelease()];
}

/** The schema's message for an empty string. */
export const TOO_SHORT: string = differs("schema-words", { 18: "is too short", 26: "should be non-empty" });
