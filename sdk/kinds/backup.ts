// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import type { Input } from "@pulumi/pulumi";

import type { TroveBackupReference, TroveInstanceReference } from "../references.ts";

/**
 * The arguments of a `TroveBackup`. Trove cannot change a backup, so most changes take another one: it is complete
 * before this one is deleted, and the data of this one is lost. The resource options `protect` and `retainOnDelete`
 * keep it. Removing an argument changes nothing, and neither does declaring it again with the same value. After an
 * import, the first `triggers` that the program declares are only recorded. A preview refuses invalid arguments, by
 * path.
 */
export interface TroveBackupArgs {
  /**
   * The id of the instance to back up.
   *
   * Only recorded, with a warning: the backup holds the data of the instance that it was taken of, and remains also
   * when that instance is replaced or deleted. A change of `triggers` at the same time takes a backup of the other
   * instance.
   */
  instance: Input<string> | TroveInstanceReference;
  /**
   * The name of the backup. Several backups can have the same name.
   *
   * A change takes another backup and deletes this one.
   *
   * @default the resource's name, cut to 247 characters, with 7 hex digits of the SHA-256 of its URN
   */
  name?: Input<string | undefined>;
  /**
   * A description of the backup.
   *
   * Only recorded, with a warning: Trove cannot change the description of a backup.
   */
  description?: Input<string | undefined>;
  /**
   * Whether the backup is based on the last completed backup of the instance and holds only what has changed since.
   * Without one, the backup is full. Not with `parent`. Deleting a backup also deletes those that are based on it, so
   * declare that backup with `dependsOn` if it is a resource of the same program.
   *
   * A change takes another backup and deletes this one.
   *
   * @default false
   */
  incremental?: Input<boolean | undefined>;
  /**
   * The id of the completed backup, of the same instance, that this one is based on: the backup holds only what has
   * changed since. Not with `incremental`.
   *
   * A change takes another backup and deletes this one.
   */
  parent?: Input<string | undefined> | TroveBackupReference;
  /**
   * The container of the object store that the backup is stored in. Trove creates it if it does not exist.
   *
   * A change takes another backup and deletes this one.
   *
   * @default that of the backup strategy of the instance or the project, else the cloud's
   */
  swiftContainer?: Input<string | undefined>;
  /**
   * Texts by names of your choice, such as the version of a program, the date of a release, or the id of an instance
   * that may be replaced. When one of them changes, another backup is taken.
   *
   * A change takes another backup and deletes this one once the other is complete.
   */
  triggers?: Input<Record<string, Input<string>> | undefined>;
}
