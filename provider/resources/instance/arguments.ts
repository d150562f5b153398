import { z } from "zod";
import type { Argument, InputsOf } from "../arguments.ts";
import { splitUserKey } from "../guest/user-keys.ts";
import { byName, cidr, fields, flag, gibibytes, ipv4, listOf, text, userHost, uuid } from "../rules.ts";

const databaseName = text.max(64, "must have at most 64 characters");
const database = fields({ characterSet: text.optional(), collate: text.optional() });

/** `name@host`; a name may hold an `@` itself, a host never. */
const userKey = z.string().superRefine((key, context) => {
  const { name, host } = splitUserKey(key);
  for (const issue of text.safeParse(name).error?.issues ?? []) {
    context.addIssue({ code: "custom", message: `the user's name ${issue.message}` });
  }
  for (const issue of userHost.safeParse(host).error?.issues ?? []) {
    context.addIssue({ code: "custom", message: `the user's host ${issue.message}` });
  }
});
const user = fields({ password: text, databases: listOf(databaseName).optional() });

/**
 * The arguments of an instance, in the order of the documentation. `POST /instances` and `PUT /instances/{id}`:
 * `trove/instance/service.py`, `trove/common/apischema.py`.
 */
export const instanceArguments = {
  name: {
    schema: text,
    description: "The name of the instance.",
    default: "<resource name>-<7 hex digits of the SHA-256 of its URN>",
    change: { kind: "update", impact: "none" },
  },
  flavor: {
    schema: text,
    description: "The flavor, by id or by name.",
    change: { kind: "update", impact: "offline", note: "a resize; the database is down meanwhile" },
  },
  volume: {
    schema: fields({ size: gibibytes, type: text.optional() }),
    description: "The data volume: its size, and its type (the cloud's default if left out).",
    unit: "GiB",
    change: {
      kind: "update",
      impact: "none",
      note: "size up: in place; size down: refused; another type: replacement",
    },
  },
  datastore: {
    schema: fields({ type: text.optional(), version: text.optional() }),
    description: "The database engine and its version, each by name or by id.",
    default: "the cloud's",
    change: {
      kind: "update",
      impact: "offline",
      note: "a higher version: an upgrade in place, the database down meanwhile; a lower one: refused; another type: replacement",
    },
  },
  databases: {
    schema: byName(databaseName, database),
    description: "The databases, by name.",
    change: {
      kind: "update",
      impact: "none",
      note: "created in place; dropped in place with allow.dropDatabases, else refused; another character set or collation: refused",
    },
  },
  users: {
    schema: byName(userKey, user),
    description: "The users, by `name@host`; `databases` are the grants.",
    secret: ["*.password"],
    change: { kind: "update", impact: "none", note: "created, changed and dropped in place: password, host, grants" },
  },
  configuration: {
    schema: uuid,
    description: "The id of the configuration group that is attached.",
    default: "none",
    change: {
      kind: "update",
      impact: "restart",
      note: "swapped in place; the restart that it may ask for is made with allow.restart; removed: detached",
    },
  },
  allow: {
    schema: fields({ restart: flag.optional(), dropDatabases: flag.optional(), replace: flag.optional() }),
    description: "Consents to what would interrupt service or lose data.",
    default: "all false",
    change: { kind: "stateOnly", impact: "none" },
  },
  replicaOf: {
    schema: uuid,
    description: "The id of the instance that this one replicates.",
    change: {
      kind: "replace",
      impact: "dataLoss",
      note: "removed: the replica leaves its source, in place; another source: replacement",
    },
  },
  network: {
    schema: fields({ networkId: uuid.optional(), subnetId: uuid.optional(), ipAddress: ipv4.optional() }),
    description: "The network that the instance is attached to. Trove takes one.",
    default: "the cloud's",
    change: {
      kind: "replace",
      impact: "dataLoss",
      note: "replacement; the old instance goes first where the address is fixed",
    },
  },
  availabilityZone: {
    schema: text,
    description: "The availability zone.",
    default: "the cloud's",
    change: { kind: "replace", impact: "dataLoss" },
  },
  locality: {
    schema: z.enum(["affinity", "anti-affinity", "soft-affinity", "soft-anti-affinity"], {
      error: "must be affinity, anti-affinity, soft-affinity or soft-anti-affinity",
    }),
    description: "Where replicas go in relation to their source.",
    change: { kind: "replace", impact: "dataLoss" },
  },
  access: {
    schema: fields({
      isPublic: flag,
      allowedCidrs: listOf(cidr).refine((ranges) => new Set(ranges).size === ranges.length, "names a range twice"),
    }),
    description: "Who may connect: whether there is a public address, and the IPv4 ranges that are let in.",
    default: "the cloud's",
    change: { kind: "update", impact: "none", note: "in place" },
  },
  restorePoint: {
    schema: fields({ backupId: uuid }),
    description: "The backup that the instance is made from. Read at creation alone.",
    change: { kind: "stateOnly", impact: "none", note: "read at creation alone" },
  },
  finalBackup: {
    schema: fields({ name: text.optional() }),
    description: "A backup that is taken, and completed, before the instance is deleted or replaced.",
    change: { kind: "stateOnly", impact: "none" },
  },
  adoptId: {
    schema: uuid,
    description: "The id of an existing instance to take over instead of creating one.",
    change: { kind: "stateOnly", impact: "none", note: "read at creation alone" },
  },
} as const satisfies Record<string, Argument>;

export type ArgumentName = keyof typeof instanceArguments;

/** The inputs of an instance as they are on the wire and in state: databases and users keyed. */
export type InstanceInputs = InputsOf<typeof instanceArguments>;
export type DeclaredDatabases = NonNullable<InstanceInputs["databases"]>;
export type DeclaredUsers = NonNullable<InstanceInputs["users"]>;
export type DeclaredUser = DeclaredUsers[string];
