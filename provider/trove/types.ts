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
  /** GiB; `undefined` where the datastore has no volume. */
  readonly volumeSize: number | undefined;
  readonly addresses: readonly Address[];
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
  /** The newest error of the instance. It is never cleared, so it means something only while the status is ERROR. */
  readonly fault: { readonly message: string; readonly created: string | undefined } | undefined;
}

export interface Address {
  readonly address: string;
  readonly type: "private" | "public";
  readonly network: string | undefined;
}

/** `POST /instances` (`trove/instance/service.py`, `create`). */
export interface CreateInstance {
  readonly name: string;
  /** The id; left out for a replica. */
  readonly flavorId?: string | undefined;
  readonly volume?: { readonly size: number; readonly type?: string | undefined } | undefined;
  readonly datastore?: { readonly type?: string | undefined; readonly version?: string | undefined } | undefined;
  readonly databases?: readonly CreateDatabase[] | undefined;
  readonly users?: readonly CreateUser[] | undefined;
  readonly replicaOf?: string | undefined;
  readonly network?:
    | {
        readonly networkId?: string | undefined;
        readonly subnetId?: string | undefined;
        readonly ipAddress?: string | undefined;
      }
    | undefined;
  readonly availabilityZone?: string | undefined;
  readonly locality?: string | undefined;
  readonly access?: Access | undefined;
  readonly configurationId?: string | undefined;
  readonly backupId?: string | undefined;
}

/** Trove clears what is left out, so both are always sent. */
export interface Access {
  readonly isPublic: boolean;
  /** IPv4 ranges (`10.0.0.0/8`); an empty list lets nobody in after an update. */
  readonly allowedCidrs: readonly string[];
}

export interface CreateDatabase {
  readonly name: string;
  readonly characterSet?: string | undefined;
  readonly collate?: string | undefined;
}

/** A database user is known by name and host together. */
export interface UserId {
  readonly name: string;
  /** @default "%" */
  readonly host?: string | undefined;
}

export interface CreateUser extends UserId {
  readonly password: string;
  /** Names of databases to grant. */
  readonly databases?: readonly string[] | undefined;
}

export interface User {
  readonly name: string;
  readonly host: string;
  /** Names of the granted databases. */
  readonly databases: readonly string[];
}

export interface Flavor {
  readonly id: string;
  readonly name: string;
  /** MiB */
  readonly ram: number;
  readonly vcpus: number | undefined;
  /** GB */
  readonly disk: number | undefined;
}

export interface Datastore {
  readonly id: string;
  readonly name: string;
  readonly defaultVersionId: string | undefined;
  readonly versions: readonly DatastoreVersion[];
}

export interface DatastoreVersion {
  readonly id: string;
  readonly name: string;
}

export interface VolumeType {
  readonly id: string;
  readonly name: string;
}

/** `GET /limits`; a limit of -1 means none. */
export interface Limits {
  readonly absolute: {
    readonly maxInstances: number | undefined;
    readonly maxRam: number | undefined;
    readonly maxVolumes: number | undefined;
    readonly maxBackups: number | undefined;
  };
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

export interface PageOptions extends CallOptions {
  /** At most this many; Trove's own default and greatest value is 20. */
  readonly limit?: number | undefined;
  readonly marker?: string | undefined;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}
