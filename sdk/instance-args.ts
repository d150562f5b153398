import type { Input } from "@pulumi/pulumi";

/**
 * The arguments of a `TroveInstance`. Removing one leaves what it said as it is in the cloud, no longer managed; but
 * without `replicaOf` a replica leaves its source, and without `configuration` the group is detached.
 */
export interface TroveInstanceArgs {
  /**
   * The name of the instance. Changed in place.
   *
   * @default the resource's name and 7 hex digits of the SHA-256 of its URN
   */
  name?: Input<string>;

  /**
   * The flavor, by id or by name (`m1.small`). Required, except for a replica, which has its source's to begin with.
   * Changed in place; the database is down meanwhile.
   */
  flavor?: Input<string>;

  /**
   * The data volume. Not with `replicaOf`. It grows in place, and those of the replicas with it; a smaller size is
   * refused, another type needs a replacement.
   */
  volume?: Input<VolumeArgs>;

  /**
   * The database engine. Not with `replicaOf`. A higher version is an upgrade in place, with the database down
   * meanwhile; a lower one is refused, another type needs a replacement.
   *
   * @default the cloud's default datastore and version
   */
  datastore?: Input<DatastoreArgs>;

  /**
   * The databases. Their order means nothing. They are created in place, and dropped only with `allow.dropDatabases`;
   * another character set or collation is refused. What is on the instance and never was declared is left alone.
   */
  databases?: Input<Input<DatabaseArgs>[]>;

  /**
   * The users. Their order means nothing; no two may share name and host, which are what a user is known by. They come,
   * change and go in place; who never was declared is left alone.
   */
  users?: Input<Input<UserArgs>[]>;

  /**
   * The id of the configuration group that is attached. Swapped in place. Values that need a restart count after one:
   * it is made with `allow.restart`, else a warning says that it is owed.
   */
  configuration?: Input<string>;

  /** Consents to what would otherwise be refused because it loses data or interrupts service. */
  allow?: Input<AllowArgs>;

  /**
   * The id of the instance that this one replicates. Datastore, volume, databases and users are those of the source;
   * flavor, configuration and access may be its own. Removed, the replica leaves its source in place; another source
   * needs a replacement.
   */
  replicaOf?: Input<string>;

  /**
   * The network that the instance is attached to. A change needs a replacement.
   *
   * @default the cloud's
   */
  network?: Input<NetworkArgs>;

  /** The availability zone. A change needs a replacement. */
  availabilityZone?: Input<string>;

  /**
   * Where replicas go in relation to their source: `affinity`, `anti-affinity`, `soft-affinity`, `soft-anti-affinity`.
   * A change needs a replacement.
   */
  locality?: Input<string>;

  /**
   * Who may connect. Changed in place.
   *
   * @default the cloud's: no public address, open to every range
   */
  access?: Input<AccessArgs>;

  /** The backup that the instance is made from. Read at creation alone: a later change does nothing. */
  restorePoint?: Input<RestorePointArgs>;

  /**
   * A backup that is taken, and completed, before the instance is deleted or replaced. Without it nothing is deleted.
   */
  finalBackup?: Input<FinalBackupArgs>;

  /**
   * The id of an existing instance to take over instead of creating one. It is brought to what the program says; what
   * would need a replacement is refused. The password of every declared user is set. Read at creation alone.
   */
  adoptId?: Input<string>;
}

export interface RestorePointArgs {
  /** The id of a completed backup. */
  backupId: Input<string>;
}

export interface FinalBackupArgs {
  /** @default the instance's name with `-final` */
  name?: Input<string>;
}

export interface VolumeArgs {
  /** In GiB, at least 1. */
  size: Input<number>;
  /**
   * The volume type, as the cloud names it.
   *
   * @default the cloud's
   */
  type?: Input<string>;
}

export interface DatastoreArgs {
  /** `mysql`, `mariadb`, `postgresql`, …: name or id. */
  type?: Input<string>;
  /** The version: name or id. */
  version?: Input<string>;
}

export interface DatabaseArgs {
  name: Input<string>;
  /** @default the datastore's */
  characterSet?: Input<string>;
  /** @default the character set's */
  collate?: Input<string>;
}

export interface UserArgs {
  name: Input<string>;
  /** Encrypted in state, whether or not it is given as a secret. */
  password: Input<string>;
  /**
   * From where the user may connect: an address, or a pattern such as `10.0.0.%`.
   *
   * @default "%", from everywhere
   */
  host?: Input<string>;
  /** The names of the databases that the user is granted. */
  databases?: Input<Input<string>[]>;
}

export interface AllowArgs {
  /**
   * Restart the database when a change asks for it.
   *
   * @default false
   */
  restart?: Input<boolean>;
  /**
   * Drop a database that the program no longer declares.
   *
   * @default false
   */
  dropDatabases?: Input<boolean>;
  /**
   * Replace an instance that was ever in service, with the loss of its data.
   *
   * @default false
   */
  replace?: Input<boolean>;
}

export interface NetworkArgs {
  /** One of `networkId` and `subnetId` is needed. */
  networkId?: Input<string>;
  subnetId?: Input<string>;
  /** A fixed IPv4 address in the subnet. */
  ipAddress?: Input<string>;
}

export interface AccessArgs {
  /** Whether the instance gets a public address. */
  isPublic: Input<boolean>;
  /** The IPv4 ranges (`10.0.0.0/8`) that may connect; an empty list lets nobody in. */
  allowedCidrs: Input<Input<string>[]>;
}
