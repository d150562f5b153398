import type { Input } from "@pulumi/pulumi";

/** The arguments of a `TroveInstance`. Removing one leaves what it said as it is in the cloud, no longer managed. */
export interface TroveInstanceArgs {
  /**
   * The name of the instance.
   *
   * @default the resource's name and 7 hex digits of the SHA-256 of its URN
   */
  name?: Input<string>;

  /** The flavor, by id or by name (`m1.small`). Required, except for a replica. */
  flavor?: Input<string>;

  /** The data volume. Not with `replicaOf`. A smaller size is refused; another type needs a replacement. */
  volume?: Input<VolumeArgs>;

  /**
   * The database engine. Not with `replicaOf`. Another type needs a replacement; a lower version is refused.
   *
   * @default the cloud's default datastore and version
   */
  datastore?: Input<DatastoreArgs>;

  /** The databases that are made with the instance. Their order means nothing. */
  databases?: Input<Input<DatabaseArgs>[]>;

  /** The users that are made with the instance. Their order means nothing; no two may share name and host. */
  users?: Input<Input<UserArgs>[]>;

  /** Consents to what would otherwise be refused because it loses data or interrupts service. */
  allow?: Input<AllowArgs>;

  /**
   * The id of the instance that this one replicates. Datastore, volume, databases and users are those of the source.
   * Another source needs a replacement.
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
   * Who may connect.
   *
   * @default the cloud's: no public address, open to every range
   */
  access?: Input<AccessArgs>;

  /**
   * The id of an existing instance to take over instead of creating one. The instance has to be as the program says,
   * where the program says anything; the password of every declared user is set. Read at creation alone.
   */
  adoptId?: Input<string>;
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
  /** The version, by its name in the cloud. */
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
