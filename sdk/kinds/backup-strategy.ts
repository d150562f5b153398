// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import type { Input } from "@pulumi/pulumi";

import type { TroveInstanceReference } from "../references.ts";

/**
 * The arguments of a `TroveBackupStrategy`. Removing `instance` replaces the strategy of the instance by that of the
 * project. A preview refuses invalid arguments, by path.
 */
export interface TroveBackupStrategyArgs {
  /**
   * The container of the object store for backups that name none. It applies to backups that are taken from now on.
   *
   * Changed in place. Backups that exist stay where they are.
   */
  swiftContainer: Input<string>;
  /**
   * The id of the instance whose backups the strategy is for. It takes precedence over the strategy of the project.
   *
   * A change replaces the strategy; no backup changes.
   *
   * @default the whole project
   */
  instance?: Input<string | undefined> | TroveInstanceReference;
}
