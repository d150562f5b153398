// The values that the client takes and returns. The files of each collection map them to Trove's snake_case.

/** An instance as Trove reports it (`trove/instance/views.py`). */
export interface Instance {
  readonly id: string;
  readonly name: string;
  /** `BUILD`, `ACTIVE`, `ERROR`, … (`trove/instance/models.py`, `InstanceStatus`). */
  readonly status: string;
  /** `HEALTHY`, `ACTIVE`, …; empty while a task is running. */
  readonly operatingStatus: string;
  readonly flavorId: string;
  readonly datastore: { readonly type: string; readonly version: string };
  /** GiB. `undefined` if the instance has no volume, or if the cloud no longer supports volumes. */
  readonly volumeSize: number | undefined;
  /** Whether the cloud supports volumes for the datastore. An instance created before it did has no `volumeSize`. */
  readonly volumeSupport: boolean;
  readonly addresses: readonly Address[];
  /** Shown instead of addresses, in a cloud where Trove manages DNS. */
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
  /** ISO 8601 in UTC. The time of the last heartbeat of the guest agent, or of Trove's last change of its record. */
  readonly serviceStatusUpdated: string | undefined;
  /** The latest error of the instance. Trove never clears it, so it applies only while the status is ERROR. */
  readonly fault: { readonly message: string; readonly created: string | undefined } | undefined;
}

/** An address of an instance. */
export interface Address {
  /** IPv4 or IPv6. */
  readonly address: string;
  readonly type: "private" | "public";
  /** The id of its network; `undefined` if the cloud does not show it. */
  readonly network: string | undefined;
}

/** `POST /instances` (`trove/instance/service.py`, `create`). */
export interface CreateInstance {
  /** Need not be unique. */
  readonly name: string;
  /** The id of a flavor. Must be left out for a replica. */
  readonly flavorId?: string | undefined;
  /** `size` in GiB. Must be left out for a replica, and for a datastore without volumes. */
  readonly volume?: { readonly size: number; readonly type?: string | undefined } | undefined;
  /**
   * Names or ids.
   *
   * @default the default datastore of the cloud, and its default version
   */
  readonly datastore?: { readonly type?: string | undefined; readonly version?: string | undefined } | undefined;
  /** Databases that the guest agent creates shortly after the instance is ACTIVE. */
  readonly databases?: readonly CreateDatabase[] | undefined;
  /** Users that the guest agent creates shortly after the instance is ACTIVE. */
  readonly users?: readonly CreateUser[] | undefined;
  /** The id of the source, for a replica. */
  readonly replicaOf?: string | undefined;
  /**
   * The network, by ids.
   *
   * @default the network that the cloud chooses
   */
  readonly network?:
    | {
        readonly networkId?: string | undefined;
        readonly subnetId?: string | undefined;
        readonly ipAddress?: string | undefined;
      }
    | undefined;
  readonly availabilityZone?: string | undefined;
  /** The placement of the instance and its replicas: `affinity` or `anti-affinity`; from Trove 26 also with `soft-`. */
  readonly locality?: string | undefined;
  /** An empty `allowedCidrs` allows every client, unlike in an update. */
  readonly access?: Access | undefined;
  /** The id of a configuration group. */
  readonly configurationId?: string | undefined;
  /** The id of a backup to restore. */
  readonly backupId?: string | undefined;
}

/** The clients that may connect to an instance. Trove resets a property that is not sent, so both are required. */
export interface Access {
  /** Whether it has a public address. */
  readonly isPublic: boolean;
  /** IPv4 ranges (`10.0.0.0/8`). In an update, an empty list denies every client. */
  readonly allowedCidrs: readonly string[];
}

/** A database to create. */
export interface CreateDatabase {
  readonly name: string;
  /** @default that of the datastore */
  readonly characterSet?: string | undefined;
  /** @default that of the character set */
  readonly collate?: string | undefined;
}

/** The identity of a database user: name and host. */
export interface UserId {
  readonly name: string;
  /** @default "%" */
  readonly host?: string | undefined;
}

/** A user to create. */
export interface CreateUser extends UserId {
  /** Secret. */
  readonly password: string;
  /** Names of the databases to grant. */
  readonly databases?: readonly string[] | undefined;
}

/** A user of a database server. */
export interface User {
  readonly name: string;
  /** The host from which the user may connect; `%` is any. */
  readonly host: string;
  /** Names of the granted databases. */
  readonly databases: readonly string[];
}

/** A flavor: the size of an instance. */
export interface Flavor {
  readonly id: string;
  readonly name: string;
  /** MiB */
  readonly ram: number;
  readonly vcpus: number | undefined;
  /** GB */
  readonly disk: number | undefined;
}

/** A datastore, such as `mysql`. */
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

/** A volume type. */
export interface VolumeType {
  readonly id: string;
  readonly name: string;
}

/**
 * The value of a parameter; a `bigint` if a number cannot hold the integer exactly. Trove shows it as `"***"` if the name
 * contains `token` or `password`.
 */
export type ConfigurationValue = string | number | boolean | bigint;

/** A configuration group without its values, as lists show it (`trove/configuration/views.py`). */
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
  /** The number of instances that it is attached to; 0 in the response to a create. */
  readonly instanceCount: number;
}

/** `POST /configurations`. */
export interface CreateConfiguration {
  readonly name: string;
  readonly description?: string | undefined;
  /**
   * Names or ids. It cannot be changed.
   *
   * @default the default datastore of the cloud, and its default version
   */
  readonly datastore?: { readonly type?: string | undefined; readonly version?: string | undefined } | undefined;
  readonly values: Readonly<Record<string, ConfigurationValue>>;
}

/** `PUT /configurations/{id}`: replaces all values. A name or description that is left out does not change. */
export interface ReplaceConfiguration {
  readonly name?: string | undefined;
  /** Must not be empty: Trove can change a description, but not remove it. */
  readonly description?: string | undefined;
  readonly values: Readonly<Record<string, ConfigurationValue>>;
}

/** A parameter that a configuration group may set for a datastore version. */
export interface ConfigurationParameter {
  readonly name: string;
  readonly type: "string" | "integer" | "float" | "boolean";
  /** Whether a change takes effect only after a restart of the database. */
  readonly restartRequired: boolean;
  readonly min?: number;
  readonly max?: number;
}

/** A backup (`trove/backup/views.py`). It outlives its instance. */
export interface Backup {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  /** `NEW`, `BUILDING`, `SAVING`, `COMPLETED`, `FAILED` or `RESTORED` (`trove/backup/state.py`). */
  readonly status: string;
  readonly instanceId: string | undefined;
  /** The backup that this incremental one is based on. Deleting the parent deletes this one too. */
  readonly parentId: string | undefined;
  /** GB, with fractions; `undefined` until it is known. */
  readonly size: number | undefined;
  readonly datastore: { readonly type: string; readonly version: string };
  /** ISO 8601 in UTC, with `Z`. */
  readonly created: string | undefined;
  readonly updated: string | undefined;
  /** The URL of the data in the object store; `undefined` until it is stored. */
  readonly locationRef: string | undefined;
}

/** `POST /backups`. */
export interface CreateBackup {
  readonly name: string;
  readonly instanceId: string;
  readonly description?: string | undefined;
  /** Based on the last completed backup of the instance; full if there is none. */
  readonly incremental?: boolean | undefined;
  /** The id of the backup that the new one is based on. */
  readonly parentId?: string | undefined;
  /** @default that of the backup strategy, else that of the cloud */
  readonly swiftContainer?: string | undefined;
}

/** The container of the object store for backups that name none (`trove/backup/views.py`). */
export interface BackupStrategy {
  readonly projectId: string;
  /** `undefined` for the strategy of the project, which applies to instances without one. */
  readonly instanceId: string | undefined;
  readonly swiftContainer: string;
}

/** `POST /backup_strategies`. */
export interface SetBackupStrategy {
  readonly swiftContainer: string;
  /** @default the strategy of the project */
  readonly instanceId?: string | undefined;
}

/** `GET /limits`. -1 means no limit. */
export interface Limits {
  /** Quotas: instances, RAM in MiB, total size of the volumes in GB, backups. */
  readonly absolute: {
    readonly maxInstances: number | undefined;
    readonly maxRam: number | undefined;
    readonly maxVolumes: number | undefined;
    readonly maxBackups: number | undefined;
  };
  /** Rate limits: `value` requests of `verb` per `unit`, of which `remaining` are left. */
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

/** One page of a list. `next` is the marker of the next page; `undefined` on the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Selects a page of a list. */
export interface PageOptions extends CallOptions {
  /** Maximum number of items. Trove's default and maximum is 20. */
  readonly limit?: number | undefined;
  /** The `next` of the previous page; left out for the first page. */
  readonly marker?: string | undefined;
}

/** Options of every call. */
export interface CallOptions {
  /** Ends waits and reads at once when it is aborted. A write that was sent has 5 s more for its response. */
  readonly signal?: AbortSignal | undefined;
}
