// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import type { Input } from "@pulumi/pulumi";

import type { TroveInstanceReference } from "../references.ts";

/**
 * The arguments of a `TroveDatabase`. Removing an optional argument does not change the cloud. Removing the resource
 * drops the database with its data: the options `protect` and `retainOnDelete` prevent that. A preview refuses invalid
 * arguments, by path.
 */
export interface TroveDatabaseArgs {
  /**
   * The id of the instance; in TypeScript also the `TroveInstance` itself, whose deletion then deletes the database
   * without a request of its own (`deletedWith`). Not a replica, which has the databases of its source.
   *
   * A new database is created on the other instance. No consent is needed, and the data does not move.
   */
  instance: Input<string> | TroveInstanceReference;
  /**
   * The name. At most 64 characters. Trove reserves `mysql`, `information_schema`, `performance_schema` and `sys`, and
   * Pulumi cannot store `__proto__`. With MySQL and MariaDB: at least two of the characters `A-Z a-z 0-9 _ -`, with
   * blanks, `?`, `#` and `@` allowed between them. With PostgreSQL: 2 to 63 characters of ASCII, no `"`, `.` or `/`, no
   * blank at either end, and not `postgres`, `template0`, `template1` or `os_admin`; on clouds before Trove 23 the
   * rules of MySQL apply too. Only ASCII characters other than `.` and `/` are allowed, since Trove could not drop a
   * database with others.
   *
   * The database is replaced: its data is lost. Refused without `allow.replace`.
   */
  name: Input<string>;
  /**
   * The character set. With MySQL and MariaDB, one that Trove knows: declare `utf8mb4`. Trove's default is `utf8`,
   * which MariaDB since 10.6 reports as `utf8mb3`: Trove before 20 can then list no database of the instance, and later
   * releases cannot either with another collation than `utf8_general_ci`; a preview warns where it knows the version.
   * With PostgreSQL, an encoding of the server: every release of Trove accepts `utf8`, in this spelling. Another
   * encoding needs a cloud whose image has it; a preview warns about it.
   *
   * The database is replaced: its data is lost. Refused without `allow.replace`. Trove does not report the value: after
   * an import, the first one that the program declares is only recorded.
   *
   * @default the datastore's
   */
  characterSet?: Input<string | undefined>;
  /**
   * The collation. With MySQL and MariaDB, one of the character set, such as `utf8mb4_unicode_ci`. With PostgreSQL, the
   * locale of the cloud's image, usually `en_US.utf8`; Trove before 23 accepts none there.
   *
   * The database is replaced: its data is lost. Refused without `allow.replace`. Trove does not report the value: after
   * an import, the first one that the program declares is only recorded.
   *
   * @default the character set's
   */
  collate?: Input<string | undefined>;
  /**
   * Consents to changes that are otherwise refused, because they lose data.
   *
   * Recorded in the state. Nothing changes in the cloud.
   */
  allow?: Input<DatabaseAllowArgs | undefined>;
}

export interface DatabaseAllowArgs {
  /**
   * Replace the database when its name, its character set or its collation changes. Its data is lost.
   *
   * @default false
   */
  replace?: Input<boolean | undefined>;
}

export interface DatabaseAllow {
  readonly replace?: boolean;
}
