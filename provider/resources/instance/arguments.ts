import type { Arguments, InputsOf } from "../arguments.ts";
import { cidr, fields, flag, gibibytes, ipv4, listOf, oneOf, text, uuid } from "../rules.ts";
import { documented, named } from "../schema/documented.ts";
import { contentsArguments } from "./contents-arguments.ts";
import { diffConfiguration, diffConfigurationRevision } from "./diff/arguments/configuration.ts";
import { diffDatastore } from "./diff/arguments/datastore.ts";
import { diffFlavor } from "./diff/arguments/flavor.ts";
import { diffReplicaOf } from "./diff/arguments/replica-of.ts";
import { diffVolume } from "./diff/arguments/volume.ts";

/** The outputs that a task on the instance may change. */
const STATUS = ["status", "operatingStatus"] as const;

const localities = ["affinity", "anti-affinity", "soft-affinity", "soft-anti-affinity"];

/**
 * The arguments of an instance, in the order of the documentation. `POST /instances` and `PUT /instances/{id}`:
 * `trove/instance/service.py`, `trove/common/apischema.py`.
 */
export const instanceArguments = {
  name: {
    schema: text,
    doc: "The name of the instance. Left out, an adopted instance keeps its name.",
    changeDoc: "Renamed in place.",
    default: "the resource's name, cut to 247 characters, with 7 hex digits of the SHA-256 of its URN",
    onChange: { kind: "update", impact: "none" },
    onRemoval: "unmanage",
    output: { doc: "The name of the instance.", isAlwaysSet: true },
  },
  flavor: {
    schema: text,
    doc:
      "The flavor, by id or by name (`m1.small`). Required, except with `replicaOf` and `adoptId`: such an instance " +
      "already has one.",
    changeDoc: "Resized in place. The database is down during the resize.",
    onChange: diffFlavor,
    affects: [...STATUS, "flavorId"],
    onRemoval: "unmanage",
  },
  volume: {
    schema: named(
      "Volume",
      fields({
        size: documented(gibibytes, {
          doc: "The size in whole GiB, at least 1.",
          changeDoc: "Grows in place, together with the volumes of the replicas. A smaller size is refused.",
        }),
        type: documented(text.optional(), {
          doc: "The volume type, by the cloud's name for it.",
          changeDoc: "A change replaces the instance.",
          default: "the cloud's",
        }),
      }),
    ),
    doc:
      "The data volume. Required if the datastore stores its data on volumes, which is Trove's default. If the " +
      "operator configured Trove to store the data on the server's disk, no instance can have a volume. Not with " +
      "`replicaOf`: a replica has a volume like its source's.",
    changeDoc: "Refused for an instance without a volume: Trove cannot add one later.",
    onChange: diffVolume,
    affects: [...STATUS, "volumeSize"],
    onRemoval: "unmanage",
  },
  datastore: {
    schema: named(
      "Datastore",
      fields({
        type: documented(text.optional(), {
          doc: "The datastore, by name or by id: `mysql`, `mariadb`, `postgresql`, …",
          changeDoc: "A change replaces the instance.",
          default: "the cloud's",
        }),
        version: documented(text.optional(), {
          doc: "The version, by name or by id.",
          changeDoc:
            "A higher version is an upgrade in place; the database is down during the upgrade. A lower version is refused.",
          default: "the datastore's",
        }),
      }),
    ),
    doc: "The database engine. Not with `replicaOf`: a replica has its source's.",
    default: "the cloud's default datastore and version",
    onChange: diffDatastore,
    affects: [...STATUS, "datastoreType", "datastoreVersion"],
    onRemoval: "unmanage",
  },
  ...contentsArguments,
  configuration: {
    schema: uuid,
    doc:
      "The id of the configuration group to attach; in TypeScript also the `TroveConfiguration` itself, whose `revision` is " +
      "then passed too. The group must be for the datastore and the version of the instance.",
    refersTo: "Configuration",
    changeDoc:
      "Swapped in place. Removing the argument detaches the group. Parameters that require a restart take effect " +
      "after it: the restart is performed with `allow.restart`; otherwise a warning says that it is pending. A swap " +
      "that cannot finish without a restart is refused without `allow.restart`. From Trove 26 on, attaching a group " +
      "to the source also attaches it to every replica that has none, and detaching it from the source also " +
      "detaches it from every replica that has the same group. A replica without `configuration` is left as Trove " +
      "has it. A replica that declares the group gets it back in the same `pulumi up` if it depends on its source, " +
      "otherwise with `pulumi up --refresh`. If that requires a restart of the replica without its own " +
      "`allow.restart`, a warning says so.",
    onChange: diffConfiguration,
    affects: STATUS,
    onRemoval: "detach",
  },
  configurationRevision: {
    schema: text,
    takenFrom: { argument: "configuration", output: "revision" },
    doc:
      "The `revision` of the `TroveConfiguration` whose id is `configuration`. A change of its values does not change its " +
      "id, so without this argument the instance does not see it.",
    changeDoc:
      "The instance is read again. If its database requires a restart, the restart is performed with `allow.restart`; " +
      "otherwise a warning says that it is pending.",
    onChange: diffConfigurationRevision,
    affects: STATUS,
    onRemoval: "unmanage",
  },
  allow: {
    schema: named(
      "Allow",
      fields({
        restart: documented(flag.optional(), {
          doc:
            "Restart the database when a change requires it. This includes a replica that waits for a restart " +
            "because it got the configuration group of this instance, or lost it together with this instance. A " +
            "replica that waits for another reason needs its own `allow.restart`.",
          changeDoc: "When set to true, a pending restart is performed.",
          default: "false",
        }),
        dropDatabases: documented(flag.optional(), {
          doc: "Drop a database that the program no longer declares.",
          default: "false",
        }),
        replace: documented(flag.optional(), {
          doc: "Replace an instance that was in service, or may have been. Its data is lost.",
          default: "false",
        }),
      }),
    ),
    doc: "Consents to changes that are otherwise refused, because they lose data or interrupt service.",
    changeDoc: "Recorded in the state. Nothing changes in the cloud.",
    onChange: { kind: "stateOnly", impact: "none" },
    affects: STATUS,
    onRemoval: "unmanage",
  },
  replicaOf: {
    schema: uuid,
    doc:
      "The id of the instance that this one replicates. A replica may have its own `flavor`, `configuration` and " +
      "`access`; its flavor and access are set once it is in service. In a project without backups the first " +
      "replica of a run is created alone, the others after it.",
    changeDoc: "Removed: the replica is detached from its source, in place. Another source: the instance is replaced.",
    onChange: diffReplicaOf,
    affects: STATUS,
    onRemoval: "detach",
  },
  network: {
    schema: named(
      "Network",
      fields({
        networkId: documented(uuid.optional(), { doc: "The id of a network, a UUID." }),
        subnetId: documented(uuid.optional(), { doc: "The id of a subnet, a UUID." }),
        ipAddress: documented(ipv4.optional(), {
          doc: "A fixed IPv4 address. Requires `subnetId`, the subnet of the address. Not with `replicaOf`.",
        }),
      }),
    ),
    doc: "The network that the instance is attached to. Requires `networkId` or `subnetId`.",
    changeDoc: "A change replaces the instance. With a fixed address the old instance is deleted first.",
    default: "the cloud's",
    onChange: { kind: "replace", impact: "dataLoss" },
    onRemoval: "unmanage",
    isReported: false,
  },
  availabilityZone: {
    schema: text,
    doc: "The availability zone.",
    changeDoc: "A change replaces the instance.",
    default: "the cloud's",
    onChange: { kind: "replace", impact: "dataLoss" },
    onRemoval: "unmanage",
    isReported: false,
  },
  locality: {
    schema: oneOf(localities, "must be affinity, anti-affinity, soft-affinity or soft-anti-affinity"),
    doc:
      "Where the replicas of this instance are placed in relation to it: `affinity` or `anti-affinity`. Newer " +
      "clouds also accept `soft-affinity` and `soft-anti-affinity`; Trove 18 does not. Left out, the operator's " +
      "default applies. Not with `replicaOf`: a replica has its source's.",
    changeDoc: "A change replaces the instance.",
    onChange: { kind: "replace", impact: "dataLoss" },
    onRemoval: "unmanage",
    isReported: false,
  },
  access: {
    schema: named(
      "Access",
      fields({
        isPublic: documented(flag, { doc: "Whether the instance gets a public address." }),
        allowedCidrs: documented(
          listOf(cidr).refine((ranges) => new Set(ranges).size === ranges.length, "names a range twice"),
          { doc: "The IPv4 ranges (`10.0.0.0/8`) that may connect, each once. With an empty list nobody can connect." },
        ),
      }),
    ),
    doc: "Who may connect.",
    changeDoc: "Changed in place.",
    default: "the cloud's: no public address, open to every range",
    onChange: { kind: "update", impact: "none" },
    affects: ["addresses", "endpoint", "host", "port", "privateEndpoint", "publicEndpoint"],
    onRemoval: "unmanage",
  },
  restorePoint: {
    schema: named(
      "RestorePoint",
      fields({
        backupId: documented(uuid, { doc: "The id of a completed backup, for the datastore of the instance." }),
      }),
    ),
    doc:
      "The backup that the instance is created from, with its databases and users. The databases and users that the " +
      "program declares are then changed to match it. Not with `replicaOf`.",
    changeDoc: "Has no effect, with a warning: it is only read when the instance is created.",
    onChange: {
      kind: "stateOnly",
      impact: "none",
      reason: "is only read when the instance is created: the data of the instance stays as it is",
      warning: true,
    },
    onRemoval: "warn",
    isReported: false,
  },
  finalBackup: {
    schema: named(
      "FinalBackup",
      fields({
        name: documented(text.optional(), {
          doc: "The name of the backup.",
          default: "the instance's name, cut to 249 characters, with `-final`",
        }),
      }),
    ),
    doc:
      "A backup that is taken, and completed, before the instance is deleted or replaced. If it cannot be taken, " +
      "nothing is deleted (`TROVE_FINAL_BACKUP`). A stopped database (status `SHUTDOWN`) cannot be backed up. A " +
      "backup of an earlier operation does not count, unless it is still running: then the delete waits for it. An " +
      "instance that was never in service needs no backup. The backup counts towards the time-out of the delete, 20 " +
      "minutes by default: if that is not enough, change `customTimeouts.delete` and run `pulumi up` before you " +
      "destroy. Left out, no backup is taken.",
    changeDoc:
      "Recorded in the state. A delete uses what the last `pulumi up` recorded, and so does a replacement: one in " +
      "the same `pulumi up` as a new `finalBackup` is refused, and with a new name the backup of the old instance " +
      "still gets the old name. The provider does not see what `--replace` and `replaceOnChanges` replace: run " +
      "`pulumi up` with `finalBackup` first.",
    onChange: { kind: "stateOnly", impact: "none" },
    onRemoval: "unmanage",
  },
  adoptId: {
    schema: uuid,
    doc:
      "The id of an existing instance, in service, to adopt instead of creating one. The instance is changed to " +
      "match the program. What the program leaves out is not touched, and a change that needs a replacement is " +
      "refused. The declared passwords of users are set. A failed adoption leaves nothing in the state: its " +
      "error lists the changes made so far, and the next `pulumi up` continues. A replica that is adopted without " +
      "`replicaOf` stays a replica. To move an instance from one resource of a stack to another, remove the old " +
      "resource in the same `pulumi up`, without `--target`: with it, the deletion of the old resource deletes the " +
      "instance.",
    changeDoc:
      "Only read when the resource is created: another id has no effect, with a warning, and the resource keeps its " +
      "instance. The argument can be removed after the adoption.",
    onChange: {
      kind: "stateOnly",
      impact: "none",
      reason: "is only read when the resource is created: the resource keeps the instance that it has",
      warning: true,
    },
    onRemoval: "unmanage",
  },
} as const satisfies Arguments;

/** The documentation of all arguments together. */
export const instanceArgumentsDoc =
  "The arguments of a `TroveInstance`. Removing an argument does not change the cloud: the value is no longer " +
  "managed, and declaring it again with the same value changes nothing. There are two exceptions: without " +
  "`replicaOf` a replica is detached from its source, and without `configuration` the group is detached. Trove " +
  "does not report `volume.type`, `network`, `availabilityZone` and `locality`: after an import, the first value that " +
  "the program declares is only recorded. A preview refuses invalid arguments, by path.";

export type ArgumentName = keyof typeof instanceArguments;

/** The inputs of an instance as the engine and the state have them: databases and users as records. */
export type InstanceInputs = InputsOf<typeof instanceArguments>;
export type DeclaredUsers = NonNullable<InstanceInputs["users"]>;
export type DeclaredUser = DeclaredUsers[string];
