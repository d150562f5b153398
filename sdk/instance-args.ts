import type { Input } from "@pulumi/pulumi";

// In each comment the first paragraph says what it is and the second what a change does: `npm run docs` writes the
// table of docs/instance.md from them.

/**
 * The arguments of a `TroveInstance`. Removing one leaves its value in the cloud as it is, no longer managed; declaring
 * it again with the same value changes nothing. There are two exceptions: without `replicaOf` a replica is detached from
 * its source, and without `configuration` the group is detached. Invalid arguments are refused at preview, by path.
 */
export interface TroveInstanceArgs {
  /**
   * The name of the instance. An adopted instance keeps its name if this is left out.
   *
   * Renamed in place.
   *
   * @default the resource's name, cut to 247 characters, and 7 hex digits of the SHA-256 of its URN
   */
  name?: Input<string | undefined>;

  /**
   * The flavor, by id or by name (`m1.small`). Required, except with `replicaOf` and `adoptId`: such an instance
   * already has one.
   *
   * Resized in place; the database is down meanwhile.
   */
  flavor?: Input<string | undefined>;

  /**
   * The data volume. Required if the datastore keeps its data on volumes, as it does unless the operator configures
   * Trove otherwise; if it keeps the data on the server's disk, no instance can have a volume. Not with `replicaOf`: a
   * replica has a volume like its source's.
   *
   * Refused for an instance without a volume: Trove cannot add one later.
   */
  volume?: Input<VolumeArgs | undefined>;

  /**
   * The database engine. Not with `replicaOf`: a replica has its source's.
   *
   * @default the cloud's default datastore and version
   */
  datastore?: Input<DatastoreArgs | undefined>;

  /**
   * The databases, each name once, in any order. Not with `replicaOf`: they come from the source. Databases of the
   * instance that were never declared are left alone.
   *
   * Created in place. Dropped in place with `allow.dropDatabases`, else refused. With PostgreSQL before Trove 23.1:
   * refused.
   */
  databases?: Input<Input<DatabaseArgs>[] | undefined>;

  /**
   * The users, each pair of `name` and `host`, which identifies a user, once, in any order. Not with `replicaOf`: they
   * come from the source. Users that were never declared are left alone.
   *
   * Created, changed and dropped in place. With PostgreSQL before Trove 23.1: refused.
   */
  users?: Input<Input<UserArgs>[] | undefined>;

  /**
   * The id of the configuration group to attach, which has to be for the datastore and the version of the instance.
   *
   * Swapped in place; detached where the argument is removed. Parameters that require a restart take effect after it:
   * it is performed with `allow.restart`; otherwise a warning says that it is pending. A swap that cannot be finished
   * without a restart is refused without that consent.
   * From Trove 26 on, a group that is attached to the source is also attached to every replica that has none. When the
   * group is detached from the source, Trove also detaches it from every replica that has the same group. A replica
   * without `configuration` of its own is left as Trove has it. One that declares the group gets it back in the same
   * `pulumi up` if it depends on its source, else with `pulumi up --refresh`. If that requires a restart of the replica
   * without its `allow.restart`, a warning says so instead.
   */
  configuration?: Input<string | undefined>;

  /**
   * Consents to what would otherwise be refused because it loses data or interrupts service.
   *
   * Recorded in the state; nothing changes in the cloud.
   */
  allow?: Input<AllowArgs | undefined>;

  /**
   * The id of the instance that this one replicates. A replica may have its own `flavor`, `configuration` and `access`;
   * the flavor and the access are set once it is in service. In a project without backups the first replica of a run is
   * created alone, the others after it.
   *
   * Removed: the replica is detached from its source, in place. Another source: replacement.
   */
  replicaOf?: Input<string | undefined>;

  /**
   * The network that the instance is attached to; `networkId` or `subnetId` is needed.
   *
   * Replacement; with a fixed address the old instance goes first.
   *
   * @default the cloud's
   */
  network?: Input<NetworkArgs | undefined>;

  /**
   * The availability zone.
   *
   * Replacement.
   *
   * @default the cloud's
   */
  availabilityZone?: Input<string | undefined>;

  /**
   * Where the replicas of this instance are placed in relation to it: `affinity` or `anti-affinity`; newer clouds also
   * accept `soft-affinity` and `soft-anti-affinity`, which Trove 18 does not. Left out, the operator's default applies,
   * and is not compared with the program. Not with `replicaOf`: a replica has its source's.
   *
   * Replacement.
   */
  locality?: Input<string | undefined>;

  /**
   * Who may connect.
   *
   * Changed in place.
   *
   * @default the cloud's: no public address, open to every range
   */
  access?: Input<AccessArgs | undefined>;

  /**
   * The backup that the instance is created from, with its databases and users; those that the program declares are then
   * changed to match it. Not with `replicaOf`.
   *
   * Has no effect, with a warning: it is only read when the instance is created.
   */
  restorePoint?: Input<RestorePointArgs | undefined>;

  /**
   * A backup that is taken, and completed, before the instance is deleted or replaced. If it cannot be taken, nothing is
   * deleted (`TROVE_FINAL_BACKUP`); a database that has stopped (status `SHUTDOWN`) takes none. A backup of an earlier
   * operation does not count, unless it is still running: then the delete waits for it. An instance that was never in
   * service needs none. The backup counts towards the time-out of the delete, 20 minutes by default: if that is not
   * enough, change `customTimeouts.delete` and run `pulumi up` before destroying. Left out, no backup is taken.
   *
   * Recorded in the state. A delete uses what the last `pulumi up` recorded, and so does a replacement: one in the same
   * `pulumi up` as a new `finalBackup` is refused, and with a new name the old instance's backup still gets the old one.
   * The provider does not see what `--replace` and `replaceOnChanges` replace: run `pulumi up` with `finalBackup` first.
   */
  finalBackup?: Input<FinalBackupArgs | undefined>;

  /**
   * The id of an existing instance, in service, to take over instead of creating one. It is changed to match the
   * program; what the program leaves out stays as it is, and what would need a replacement is refused. The password of
   * every declared user is set. An adoption that fails leaves nothing in the state: its error lists what was already
   * changed, and the next `pulumi up` continues. A replica that is adopted without `replicaOf` stays a replica.
   * To move an instance from one resource of a stack to another, remove the old resource in the same `pulumi up`, and
   * run that without `--target`: with it, the deletion of the old resource deletes the instance.
   *
   * Only read when the resource is created: another id is a warning, and the resource keeps its instance. It can be
   * removed after the adoption.
   */
  adoptId?: Input<string | undefined>;
}

export interface RestorePointArgs {
  /** The id of a completed backup, of the instance's datastore. */
  backupId: Input<string>;
}

export interface FinalBackupArgs {
  /**
   * The name of the backup.
   *
   * @default the instance's name, cut to 249 characters, with `-final`
   */
  name?: Input<string | undefined>;
}

export interface VolumeArgs {
  /**
   * In whole GiB, at least 1.
   *
   * Grows in place, and the volumes of the replicas with it. A smaller size is refused.
   */
  size: Input<number>;
  /**
   * The volume type, as the cloud names it.
   *
   * Replacement.
   *
   * @default the cloud's
   */
  type?: Input<string | undefined>;
}

export interface DatastoreArgs {
  /**
   * `mysql`, `mariadb`, `postgresql`, …: by name or by id.
   *
   * Replacement.
   *
   * @default the cloud's
   */
  type?: Input<string | undefined>;
  /**
   * The version, by name or by id.
   *
   * A higher one is an upgrade in place, with the database down meanwhile. A lower one is refused.
   *
   * @default the datastore's
   */
  version?: Input<string | undefined>;
}

export interface DatabaseArgs {
  /**
   * At most 64 characters; not `mysql`, `information_schema`, `performance_schema` or `sys`, which Trove reserves, nor
   * `__proto__`, which Pulumi cannot hold. With MySQL and MariaDB two or more of `A-Z a-z 0-9 _ -`, between two of which
   * there may be blanks, `?`, `#` and `@`. With PostgreSQL 2 characters to 63 bytes, no `"`, `.` or `/`, no blank at the ends,
   * and not `postgres`, `template0`, `template1` or `os_admin`; clouds before Trove 23 also ask for what MySQL does.
   *
   * Another name is another database: the old one is dropped, with `allow.dropDatabases`.
   */
  name: Input<string>;
  /**
   * The character set. With MySQL and MariaDB one that Trove knows, such as `utf8mb4`. With PostgreSQL an encoding of its
   * servers: `utf8`, spelled like this, is accepted by every release of Trove; another one only by a cloud whose image has it,
   * with a warning.
   *
   * Refused.
   *
   * @default the datastore's
   */
  characterSet?: Input<string | undefined>;
  /**
   * The collation. With MySQL and MariaDB one of the character set, such as `utf8mb4_unicode_ci`. With PostgreSQL the
   * locale of the cloud's image, mostly `en_US.utf8`; Trove before 23 accepts none there.
   *
   * Refused.
   *
   * @default the character set's
   */
  collate?: Input<string | undefined>;
}

export interface UserArgs {
  /**
   * Not `root` or `os_admin`, which Trove reserves. With MySQL and MariaDB at most 16 characters, under the rule of
   * their passwords. With PostgreSQL at most 63 bytes, no `"` or `'`, no blank at the ends, and not `postgres`,
   * `replicator`, `public`, `none` or `pg_…`; clouds before Trove 23 also ask for what MySQL does.
   *
   * Another name is another user: the old one is dropped.
   */
  name: Input<string>;
  /**
   * Encrypted in state, whether or not it is given as a secret. At most 255 characters, with at least one ASCII letter
   * or digit. MySQL and MariaDB accept no `'`, `"`, `;`, `` ` ``, `,`, `/` or `\`, nothing that cannot be printed, no
   * blank at the ends, and no colon before a letter, digit, `_` or `$`, unless a letter, digit, `_` or colon comes before
   * it (`a:b` is accepted, `-:b` and `$:b` are not). PostgreSQL accepts no `'`.
   *
   * Set in place.
   */
  password: Input<string>;
  /**
   * From where the user may connect: an address, or a pattern of four numbers such as `10.0.0.%`. A pattern of fewer, such
   * as `10.%`, is accepted by older clouds only, and a host name, without `-`, if the operator allows it: a preview warns
   * of both. With PostgreSQL only `%`.
   *
   * Another host is another user: the old one is dropped.
   *
   * @default `%`, from everywhere
   */
  host?: Input<string | undefined>;
  /**
   * The names of the databases that the user is granted, each of them one of `databases`, or any where `databases` is
   * left out for an existing instance; `[]`: none. Left out, grants are not managed. With PostgreSQL only a user whose
   * name consists of `A-Z a-z 0-9 _` can have grants, since Trove neither lists nor revokes those of others. For a new
   * instance that is a warning, since Trove before 23.1 makes such grants and lists none.
   *
   * Granted and revoked in place. When Trove revokes a grant on a PostgreSQL database, or drops a user who has one, it also
   * revokes the right of PUBLIC to connect: grant the database to each user that connects to it.
   */
  databases?: Input<Input<string>[] | undefined>;
}

export interface AllowArgs {
  /**
   * Restart the database when a change requires it. This covers a replica that waits for a restart because it has the
   * configuration group of this instance, or lost it with this instance. It does not cover a replica that waits for
   * another reason: that needs `allow.restart` of its own.
   *
   * When set to true, a pending restart is performed.
   *
   * @default false
   */
  restart?: Input<boolean | undefined>;
  /**
   * Drop a database that the program no longer declares.
   *
   * @default false
   */
  dropDatabases?: Input<boolean | undefined>;
  /**
   * Replace an instance that was in service, or may have been; its data is lost.
   *
   * @default false
   */
  replace?: Input<boolean | undefined>;
}

export interface NetworkArgs {
  /** The id of a network, a UUID. */
  networkId?: Input<string | undefined>;
  /** The id of a subnet, a UUID. */
  subnetId?: Input<string | undefined>;
  /** A fixed IPv4 address; needs `subnetId`, its subnet. Not with `replicaOf`. */
  ipAddress?: Input<string | undefined>;
}

export interface AccessArgs {
  /** Whether the instance gets a public address. */
  isPublic: Input<boolean>;
  /** The IPv4 ranges (`10.0.0.0/8`) that may connect, each once; an empty list lets nobody in. */
  allowedCidrs: Input<Input<string>[]>;
}
