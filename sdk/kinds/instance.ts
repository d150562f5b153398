// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import type { Input } from "@pulumi/pulumi";

import type { TroveConfigurationReference } from "../references.ts";

/**
 * The arguments of a `TroveInstance`. Removing an argument does not change the cloud: the value is no longer managed,
 * and declaring it again with the same value changes nothing. There are two exceptions: without `replicaOf` a replica
 * is detached from its source, and without `configuration` the group is detached. Trove does not report `volume.type`,
 * `network`, `availabilityZone` and `locality`: after an import, the first value that the program declares is only
 * recorded. A preview refuses invalid arguments, by path.
 */
export interface TroveInstanceArgs {
  /**
   * The name of the instance. Left out, an adopted instance keeps its name.
   *
   * Renamed in place.
   *
   * @default the resource's name, cut to 247 characters, with 7 hex digits of the SHA-256 of its URN
   */
  name?: Input<string | undefined>;
  /**
   * The flavor, by id or by name (`m1.small`). Required, except with `replicaOf` and `adoptId`: such an instance
   * already has one.
   *
   * Resized in place. The database is down during the resize.
   */
  flavor?: Input<string | undefined>;
  /**
   * The data volume. Required if the datastore stores its data on volumes, which is Trove's default. If the operator
   * configured Trove to store the data on the server's disk, no instance can have a volume. Not with `replicaOf`: a
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
   * The databases, each name once, in any order. Not with `replicaOf`: a replica has its source's. Databases of the
   * instance that were never declared are not touched.
   *
   * Created in place. Dropped in place with `allow.dropDatabases`, otherwise refused. With PostgreSQL before Trove
   * 23.1: refused.
   */
  databases?: Input<Input<DatabaseArgs>[] | undefined>;
  /**
   * The users, in any order. The pair of `name` and `host` identifies a user, and can be declared once. Not with
   * `replicaOf`: a replica has its source's. Users that were never declared are not touched.
   *
   * Created, changed and dropped in place. With PostgreSQL before Trove 23.1: refused.
   */
  users?: Input<Input<UserArgs>[] | undefined>;
  /**
   * The id of the configuration group to attach; in TypeScript also the `TroveConfiguration` itself, whose `revision`
   * is then passed too. The group must be for the datastore and the version of the instance.
   *
   * Swapped in place. Removing the argument detaches the group. Parameters that require a restart take effect after it:
   * the restart is performed with `allow.restart`; otherwise a warning says that it is pending. A swap that cannot
   * finish without a restart is refused without `allow.restart`. From Trove 26 on, attaching a group to the source also
   * attaches it to every replica that has none, and detaching it from the source also detaches it from every replica
   * that has the same group. A replica without `configuration` is left as Trove has it. A replica that declares the
   * group gets it back in the same `pulumi up` if it depends on its source, otherwise with `pulumi up --refresh`. If
   * that requires a restart of the replica without its own `allow.restart`, a warning says so.
   */
  configuration?: Input<string | undefined> | TroveConfigurationReference;
  /**
   * The `revision` of the `TroveConfiguration` whose id is `configuration`. A change of its values does not change its
   * id, so without this argument the instance does not see it.
   *
   * The instance is read again. If its database requires a restart, the restart is performed with `allow.restart`;
   * otherwise a warning says that it is pending.
   */
  configurationRevision?: Input<string | undefined>;
  /**
   * Consents to changes that are otherwise refused, because they lose data or interrupt service.
   *
   * Recorded in the state. Nothing changes in the cloud.
   */
  allow?: Input<AllowArgs | undefined>;
  /**
   * The id of the instance that this one replicates. A replica may have its own `flavor`, `configuration` and `access`;
   * its flavor and access are set once it is in service. In a project without backups the first replica of a run is
   * created alone, the others after it.
   *
   * Removed: the replica is detached from its source, in place. Another source: the instance is replaced.
   */
  replicaOf?: Input<string | undefined>;
  /**
   * The network that the instance is attached to. Requires `networkId` or `subnetId`.
   *
   * A change replaces the instance. With a fixed address the old instance is deleted first.
   *
   * @default the cloud's
   */
  network?: Input<NetworkArgs | undefined>;
  /**
   * The availability zone.
   *
   * A change replaces the instance.
   *
   * @default the cloud's
   */
  availabilityZone?: Input<string | undefined>;
  /**
   * Where the replicas of this instance are placed in relation to it: `affinity` or `anti-affinity`. Newer clouds also
   * accept `soft-affinity` and `soft-anti-affinity`; Trove 18 does not. Left out, the operator's default applies. Not
   * with `replicaOf`: a replica has its source's.
   *
   * A change replaces the instance.
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
   * The backup that the instance is created from, with its databases and users. The databases and users that the
   * program declares are then changed to match it. Not with `replicaOf`.
   *
   * Has no effect, with a warning: it is only read when the instance is created.
   */
  restorePoint?: Input<RestorePointArgs | undefined>;
  /**
   * A backup that is taken, and completed, before the instance is deleted or replaced. If it cannot be taken, nothing
   * is deleted (`TROVE_FINAL_BACKUP`). A stopped database (status `SHUTDOWN`) cannot be backed up. A backup of an
   * earlier operation does not count, unless it is still running: then the delete waits for it. An instance that was
   * never in service needs no backup. The backup counts towards the time-out of the delete, 20 minutes by default: if
   * that is not enough, change `customTimeouts.delete` and run `pulumi up` before you destroy. Left out, no backup is
   * taken.
   *
   * Recorded in the state. A delete uses what the last `pulumi up` recorded, and so does a replacement: one in the same
   * `pulumi up` as a new `finalBackup` is refused, and with a new name the backup of the old instance still gets the
   * old name. The provider does not see what `--replace` and `replaceOnChanges` replace: run `pulumi up` with
   * `finalBackup` first.
   */
  finalBackup?: Input<FinalBackupArgs | undefined>;
  /**
   * The id of an existing instance, in service, to adopt instead of creating one. The instance is changed to match the
   * program. What the program leaves out is not touched, and a change that needs a replacement is refused. The declared
   * passwords of users are set. A failed adoption leaves nothing in the state: its error lists the changes made so far,
   * and the next `pulumi up` continues. A replica that is adopted without `replicaOf` stays a replica. To move an
   * instance from one resource of a stack to another, remove the old resource in the same `pulumi up`, without
   * `--target`: with it, the deletion of the old resource deletes the instance.
   *
   * Only read when the resource is created: another id has no effect, with a warning, and the resource keeps its
   * instance. The argument can be removed after the adoption.
   */
  adoptId?: Input<string | undefined>;
}

export interface VolumeArgs {
  /**
   * The size in whole GiB, at least 1.
   *
   * Grows in place, together with the volumes of the replicas. A smaller size is refused.
   */
  size: Input<number>;
  /**
   * The volume type, by the cloud's name for it.
   *
   * A change replaces the instance.
   *
   * @default the cloud's
   */
  type?: Input<string | undefined>;
}

export interface DatastoreArgs {
  /**
   * The datastore, by name or by id: `mysql`, `mariadb`, `postgresql`, …
   *
   * A change replaces the instance.
   *
   * @default the cloud's
   */
  type?: Input<string | undefined>;
  /**
   * The version, by name or by id.
   *
   * A higher version is an upgrade in place; the database is down during the upgrade. A lower version is refused.
   *
   * @default the datastore's
   */
  version?: Input<string | undefined>;
}

export interface DatabaseArgs {
  /**
   * The name. At most 64 characters. Trove reserves `mysql`, `information_schema`, `performance_schema` and `sys`, and
   * Pulumi cannot store `__proto__`. With MySQL and MariaDB: at least two of the characters `A-Z a-z 0-9 _ -`, with
   * blanks, `?`, `#` and `@` allowed between them. With PostgreSQL: 2 to 63 characters of ASCII, no `"`, `.` or `/`, no
   * blank at either end, and not `postgres`, `template0`, `template1` or `os_admin`; on clouds before Trove 23 the
   * rules of MySQL apply too.
   *
   * Another name is another database: the old one is dropped, with `allow.dropDatabases`.
   */
  name: Input<string>;
  /**
   * The character set. With MySQL and MariaDB, one that Trove knows: declare `utf8mb4`. Trove's default is `utf8`,
   * which MariaDB since 10.6 reports as `utf8mb3`: Trove before 20 can then list no database of the instance, and later
   * releases cannot either with another collation than `utf8_general_ci`; a preview warns where it knows the version.
   * With PostgreSQL, an encoding of the server: every release of Trove accepts `utf8`, in this spelling. Another
   * encoding needs a cloud whose image has it; a preview warns about it.
   *
   * A change is refused. So is declaring it for an existing database without it, such as an imported one: Trove does
   * not report it.
   *
   * @default the datastore's
   */
  characterSet?: Input<string | undefined>;
  /**
   * The collation. With MySQL and MariaDB, one of the character set, such as `utf8mb4_unicode_ci`. With PostgreSQL, the
   * locale of the cloud's image, usually `en_US.utf8`; Trove before 23 accepts none there.
   *
   * A change is refused, as for `characterSet`.
   *
   * @default the character set's
   */
  collate?: Input<string | undefined>;
}

export interface UserArgs {
  /**
   * The name. Trove reserves `root` and `os_admin`. With MySQL and MariaDB: at most 16 characters, under the same rules
   * as a password. With PostgreSQL: at most 63 bytes, no `"` or `'`, no blank at either end, and not `postgres`,
   * `replicator`, `public`, `none` or `pg_…`; on clouds before Trove 23 the rules of MySQL apply too.
   *
   * Another name is another user: the old one is dropped.
   */
  name: Input<string>;
  /**
   * The host from which the user may connect: an address, or a pattern of four numbers such as `10.0.0.%`. Only older
   * clouds accept a shorter pattern such as `10.%`, and a host name, without `-`, needs an operator who allows it: a
   * preview warns about both. With PostgreSQL only `%`.
   *
   * Another host is another user: the old one is dropped.
   *
   * @default `%`, any host
   */
  host?: Input<string | undefined>;
  /**
   * The password. Required to create the user: only a user that exists on the instance can be declared without one,
   * such as one of an imported, adopted or restored instance. Encrypted in state, whether or not the program gives it
   * as a secret. At most 255 characters, with at least one ASCII letter or digit. MySQL and MariaDB accept no `'`, `"`,
   * `;`, `` ` ``, `,`, `/` or `\`, no unprintable character, no blank at either end, and no colon before a letter, a
   * digit, `_` or `$`, unless a letter, a digit, `_` or a colon comes before that colon (`a:b` is accepted, `-:b` and
   * `$:b` are not). PostgreSQL accepts no `'`.
   *
   * Set in place. Removed: the user keeps its password.
   *
   * @default not managed: the password is neither set nor stored in state
   */
  password?: Input<string | undefined>;
  /**
   * The names of the databases that the user is granted. Each must be one of `databases`. If the program leaves
   * `databases` out for an existing instance, any name is accepted. `[]` grants none. Left out, grants are not managed.
   * In the name of a database that is granted with MySQL and MariaDB, `_` stands for any character, since Trove does
   * not escape it: a grant of `shop_1` reaches `shop-1` too. A preview warns if that is another declared database. With
   * PostgreSQL only a user whose name consists of `A-Z a-z 0-9 _` can have grants, since Trove neither lists nor
   * revokes those of other users. For a new instance that is a warning, since Trove before 23.1 makes such grants and
   * lists none.
   *
   * Granted and revoked in place. When Trove revokes a grant on a PostgreSQL database, or drops a user who has one, it
   * also revokes the right of PUBLIC to connect: grant the database to each user that connects to it.
   */
  databases?: Input<Input<string>[] | undefined>;
}

export interface AllowArgs {
  /**
   * Restart the database when a change requires it. This includes a replica that waits for a restart because it got the
   * configuration group of this instance, or lost it together with this instance. A replica that waits for another
   * reason needs its own `allow.restart`.
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
   * Replace an instance that was in service, or may have been. Its data is lost.
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
  /** A fixed IPv4 address. Requires `subnetId`, the subnet of the address. Not with `replicaOf`. */
  ipAddress?: Input<string | undefined>;
}

export interface AccessArgs {
  /** Whether the instance gets a public address. */
  isPublic: Input<boolean>;
  /** The IPv4 ranges (`10.0.0.0/8`) that may connect, each once. With an empty list nobody can connect. */
  allowedCidrs: Input<Input<string>[]>;
}

export interface RestorePointArgs {
  /** The id of a completed backup, for the datastore of the instance. */
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

export interface Volume {
  readonly size: number;
  readonly type?: string;
}

export interface Datastore {
  readonly type?: string;
  readonly version?: string;
}

export interface Database {
  readonly characterSet?: string;
  readonly collate?: string;
}

export interface User {
  readonly password?: string;
  readonly databases?: string[];
}

export interface Allow {
  readonly restart?: boolean;
  readonly dropDatabases?: boolean;
  readonly replace?: boolean;
}

export interface Network {
  readonly networkId?: string;
  readonly subnetId?: string;
  readonly ipAddress?: string;
}

export interface Access {
  readonly isPublic: boolean;
  readonly allowedCidrs: string[];
}

export interface RestorePoint {
  readonly backupId: string;
}

export interface FinalBackup {
  readonly name?: string;
}

export interface Address {
  readonly address: string;
  readonly type: "private" | "public";
  readonly network?: string;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}
