// What the client gives and takes. snake_case stays in the collections' own files.

/** An instance as Trove reports it (`trove/instance/views.py`). */
export interface Instance {
  readonly id: string;
  readonly name: string;
  /** `BUILD`, `ACTIVE`, `ERROR`, …: `trove/instance/models.py`, `InstanceStatus`. */
  readonly status: string;
  /** `HEALTHY`, `ACTIVE`, …; empty while a task is under way. */
  readonly operatingStatus: string;
  readonly flavorId: string;
  readonly datastore: { readonly type: string; readonly version: string };
  /** GiB; `undefined` if the instance has no volume, or the cloud no longer supports volumes and does not show it. */
  readonly volumeSize: number | undefined;
  /** Whether the cloud now supports volumes for the datastore. An instance made before that has no `volumeSize` still. */
  readonly volumeSupport: boolean;
  readonly addresses: readonly Address[];
  /** In the place of addresses, in a cloud where Trove runs DNS. */
  readonly hostname: string | undefined;
  /** The id of the source that this instance replicates. */
  readonly replicaOf: string | undefined;
  /** The ids of the replicas of this instance. */
  readonly replicas: readonly string[];
  /** As stored; `allowedCidrs` is `undefined` when it was never set. */
  readonly access: { readonly isPublic: boolean | undefined; readonly allowedCidrs: readonly string[] | undefined };
  /** The id of the attached configuration group. Not in the plain list. */
  readonly configurationId: string | undefined;
  readonly locality: string | undefined;
  readonly region: string | undefined;
  /** ISO 8601 in UTC, with `Z`. Not in the plain list. */
  readonly created: string | undefined;
  readonly updated: string | undefined;
  /** ISO 8601, UTC: when the guest agent last reported, or Trove last changed what it reports. Each heartbeat changes it. */
  readonly serviceStatusUpdated: string | undefined;
  /** The newest error of the instance. It is never cleared, so it means something only while the status is ERROR. */
  readonly fault: { readonly message: string; readonly created: string | undefined } | undefined;
}

/** Where an instance can be reached. */
export interface Address {
  /** IPv4 or IPv6. */
  readonly address: string;
  readonly type: "private" | "public";
  /** The id of its network; `undefined` where the cloud does not tell. */
  readonly network: string | undefined;
}

/** `POST /instances` (`trove/instance/service.py`, `create`). */
export interface CreateInstance {
  /** Need not be unique. */
  readonly name: string;
  /** The id; left out for a replica. */
  readonly flavorId?: string | undefined;
  /** `size` in GiB; left out for a replica, and where the datastore has no volume. */
  readonly volume?: { readonly size: number; readonly type?: string | undefined } | undefined;
  /** Names or ids; the cloud's default where it is left out. */
  readonly datastore?: { readonly type?: string | undefined; readonly version?: string | undefined } | undefined;
  /** Made a moment after the instance is ACTIVE. */
  readonly databases?: readonly CreateDatabase[] | undefined;
  /** Made a moment after the instance is ACTIVE. */
  readonly users?: readonly CreateUser[] | undefined;
  /** The id of the instance to be a replica of. */
  readonly replicaOf?: string | undefined;
  /** Where it listens, by ids; the cloud's own network where it is left out. */
  readonly network?:
    | {
        readonly networkId?: string | undefined;
        readonly subnetId?: string | undefined;
        readonly ipAddress?: string | undefined;
      }
    | undefined;
  readonly availabilityZone?: string | undefined;
  /** How near each other it and its later replicas are: `affinity` or `anti-affinity`; newer clouds take `soft-` ones too. */
  readonly locality?: string | undefined;
  /** Empty `allowedCidrs` here let everybody in. */
  readonly access?: Access | undefined;
  /** The id of a configuration group. */
  readonly configurationId?: string | undefined;
  /** The id of a backup to start from. */
  readonly backupId?: string | undefined;
}

/** Who may reach an instance. Trove clears what is left out, so both are always sent. */
export interface Access {
  /** Whether it has a public address. */
  readonly isPublic: boolean;
  /** IPv4 ranges (`10.0.0.0/8`); an empty list lets nobody in after an update. */
  readonly allowedCidrs: readonly string[];
}

/** A database to be made. */
export interface CreateDatabase {
  readonly name: string;
  /** @default the datastore's own */
  readonly characterSet?: string | undefined;
  /** @default the character set's own */
  readonly collate?: string | undefined;
}

/** A database user is known by name and host together. */
export interface UserId {
  readonly name: string;
  /** @default "%" */
  readonly host?: string | undefined;
}

/** A user to be made. */
export interface CreateUser extends UserId {
  /** Secret. */
  readonly password: string;
  /** Names of databases to grant. */
  readonly databases?: readonly string[] | undefined;
}

/** A user of a database server. */
export interface User {
  readonly name: string;
  /** Where it may come from; `%` is everywhere. */
  readonly host: string;
  /** Names of the granted databases. */
  readonly databases: readonly string[];
}

/** A size that instances come in. */
export interface Flavor {
  readonly id: string;
  readonly name: string;
  /** MiB */
  readonly ram: number;
  readonly vcpus: number | undefined;
  /** GB */
  readonly disk: number | undefined;
}

/** A kind of database, such as `mysql`. */
export interface Datastore {
  readonly id: string;
  readonly name: string;
  readonly defaultVersionId: string | undefined;
  readonly versions: readonly DatastoreVersion[];
}

/** A version of a datastore. */
export interface DatastoreVersion {
  readonly id: string;
  readonly name: string;
}

/** A kind of volume. */
export interface VolumeType {
  readonly id: string;
  readonly name: string;
}

/** A parameter's value; a masked one (its name has `token` or `password` in it) is always told as `"***"`. */
export type ConfigurationValue = string | number | boolean;

/** A configuration group as it is in the list (`trove/configuration/views.py`). */
export interface ConfigurationSummary {
  readonly id: string;
  /** Not unique. */
  readonly name: string;
  readonly description: string | undefined;
  readonly datastoreType: string;
  readonly datastoreVersion: string;
  readonly datastoreVersionId: string;
  /** ISO 8601 in UTC, with `Z`. */
  readonly created: string | undefined;
  readonly updated: string | undefined;
}

/** A configuration group, with its values. */
export interface ConfigurationGroup extends ConfigurationSummary {
  readonly values: Readonly<Record<string, ConfigurationValue>>;
  /** How many instances it is attached to; 0 in the answer to a create. */
  readonly instanceCount: number;
}

/** `POST /configurations`. */
export interface CreateConfiguration {
  readonly name: string;
  readonly description?: string | undefined;
  /** Names or ids; the cloud's default where it is left out. It can never be changed. */
  readonly datastore?: { readonly type?: string | undefined; readonly version?: string | undefined } | undefined;
  readonly values: Readonly<Record<string, ConfigurationValue>>;
}

/** `PUT /configurations/{id}`: these values and no others; a name or description that is left out stays. */
export interface ReplaceConfiguration {
  readonly name?: string | undefined;
  /** Trove takes no empty one: a description can be changed and not be taken away. */
  readonly description?: string | undefined;
  readonly values: Readonly<Record<string, ConfigurationValue>>;
}

/** What a group may set for one version of a datastore. */
export interface ConfigurationParameter {
  readonly name: string;
  readonly type: "string" | "integer" | "float" | "boolean";
  /** Whether a change of it counts only after a restart of the database. */
  readonly restartRequired: boolean;
  readonly min?: number;
  readonly max?: number;
}

/** A backup (`trove/backup/views.py`). It outlives its instance. */
export interface Backup {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  /** `NEW`, `BUILDING`, `SAVING`, `COMPLETED`, `FAILED`, `RESTORED`: `trove/backup/state.py`. */
  readonly status: string;
  readonly instanceId: string | undefined;
  /** The backup that this one continues; deleting that one deletes this one. */
  readonly parentId: string | undefined;
  /** GB, with fractions; `undefined` before it is known. */
  readonly size: number | undefined;
  readonly datastore: { readonly type: string; readonly version: string };
  /** ISO 8601 in UTC, with `Z`. */
  readonly created: string | undefined;
  readonly updated: string | undefined;
  /** Where the data is, an address of the object store; `undefined` before it is there. */
  readonly locationRef: string | undefined;
}

/** `POST /backups`. */
export interface CreateBackup {
  readonly name: string;
  readonly instanceId: string;
  readonly description?: string | undefined;
  /** Continues the instance's last completed backup; a full one where there is none. */
  readonly incremental?: boolean | undefined;
  /** Continues this backup. */
  readonly parentId?: string | undefined;
  /** @default that of the backup strategy, else the cloud's */
  readonly swiftContainer?: string | undefined;
}

/** `GET /limits`; a limit of -1 means none. */
export interface Limits {
  /** Quotas: instances, RAM in MiB, the sizes of all volumes in GB, backups. */
  readonly absolute: {
    readonly maxInstances: number | undefined;
    readonly maxRam: number | undefined;
    readonly maxVolumes: number | undefined;
    readonly maxBackups: number | undefined;
  };
  /** `value` requests of `verb` a `unit`, of which `remaining` are left now. */
  readonly rates: readonly {
    readonly verb: string;
    readonly value: number;
    readonly remaining: number;
    readonly unit: string;
  }[];
}

/** `GET /` of the service (`trove/versions.py`). */
export interface Version {
  readonly id: string;
  readonly status: string;
  readonly links: readonly { readonly rel: string; readonly href: string }[];
}

/** One page of a list; `next` is the marker of the page after it, `undefined` on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Which page of a list. */
export interface PageOptions extends CallOptions {
  /** At most this many; Trove's own default and greatest value is 20. */
  readonly limit?: number | undefined;
  /** The `next` of the page before; the first page without it. */
  readonly marker?: string | undefined;
}

/** What every call takes. */
export interface CallOptions {
  /** Ends waiting and reading at once; a change that was sent has 5 s more for its answer. */
  readonly signal?: AbortSignal | undefined;
}
