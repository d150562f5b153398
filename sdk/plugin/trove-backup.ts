// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import * as pulumi from "@pulumi/pulumi";
import type { TroveBackupArgs } from "../kinds/backup.ts";
import { BACKUP } from "../kinds/kinds.ts";
import { registrationOf } from "../registration.ts";
import { isOfKind, pluginType } from "../resource-kind.ts";
import { pluginHost } from "./host.ts";

/**
 * A backup of a database instance of OpenStack Trove. It is created when the backup is complete, and outlives its
 * instance. An output is `undefined` if the backup does not have it, or if the program does not declare the argument of
 * this name.
 *
 * It runs on the plugin `pulumi-resource-trove`, which the engine finds by an entry in `Pulumi.yaml` or among the
 * installed plugins. `pulumi-trove` has the same class for Pulumi's dynamic host: with another import line, a program
 * keeps its backups.
 *
 * ```yaml
 * plugins:
 *   providers:
 *     - { name: trove, path: node_modules/pulumi-trove/plugin }
 * ```
 *
 * @example
 * ```ts
 * const backup = new TroveBackup("before-release", {
 *   instance: db,
 *   triggers: { release: "2.0" },
 * });
 * const copy = new TroveInstance("copy", {
 *   flavor: "m1.small",
 *   volume: { size: 5 },
 *   restorePoint: { backupId: backup.id },
 * });
 * ```
 */
export class TroveBackup extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = pluginType(BACKUP.name);

  declare readonly instance: pulumi.Output<string>;
  /** The name of the backup. */
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly incremental: pulumi.Output<boolean | undefined>;
  declare readonly parent: pulumi.Output<string | undefined>;
  declare readonly swiftContainer: pulumi.Output<string | undefined>;
  declare readonly triggers: pulumi.Output<Record<string, string> | undefined>;
  /** The status that Trove reports: `COMPLETED`. */
  declare readonly status: pulumi.Output<string>;
  /** The size in GB, with fractions. */
  declare readonly size: pulumi.Output<number | undefined>;
  /** The id of the instance that the backup was taken of. Absent if the backup comes from another region. */
  declare readonly instanceId: pulumi.Output<string | undefined>;
  /** The id of the backup that this one is based on. Absent if this one is full. */
  declare readonly parentId: pulumi.Output<string | undefined>;
  /** The name of the datastore: `mysql`, … */
  declare readonly datastoreType: pulumi.Output<string>;
  /** The name of the datastore version. */
  declare readonly datastoreVersion: pulumi.Output<string>;
  /** The URL of the data in the object store. */
  declare readonly locationRef: pulumi.Output<string | undefined>;
  /** When Trove started the backup: ISO 8601, in UTC. Absent if the cloud does not report it. */
  declare readonly created: pulumi.Output<string | undefined>;
  /** The id of the backup's project. */
  declare readonly projectId: pulumi.Output<string>;
  /** The backup's region. */
  declare readonly region: pulumi.Output<string>;

  /**
   * @param name the resource's name in the program
   * @param args the arguments of the backup
   * @param opts `customTimeouts` are durations such as `"90m"`. The defaults are 120 minutes for each operation: a
   * delete waits for a backup that is still running. A new time-out for the delete applies after the next `pulumi up`.
   * `import` is the id of an existing backup, which the resource then manages. `protect` and `retainOnDelete` keep the
   * backup. Without `deleteBeforeReplace` another backup is complete before this one is deleted. To take another
   * backup, change `triggers` instead of using `--replace`.
   * @throws {pulumi.RunError} if the name is missing, if `opts.provider` is from `pulumi-trove`, or if one of
   * `opts.customTimeouts` is not a duration
   */
  constructor(name: string, args: TroveBackupArgs, opts?: pulumi.CustomResourceOptions) {
    const { type, properties, options, complete } = registrationOf(BACKUP, pluginHost, name, args, opts);
    super(type, name, properties, options);
    complete(this);
  }

  /**
   * Reads a backup that something else manages. It is never changed or deleted. Of the arguments, the outputs have
   * `instance`, `name`, `description` and `parent`.
   *
   * @param name the resource's name in the program
   * @param id Trove's id of the backup; if it does not exist, `pulumi up` fails (`TROVE_LOOKUP`)
   * @param opts resource options such as `provider`
   * @throws {pulumi.RunError} if the id is missing
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): TroveBackup {
    // Without an id Pulumi would register a new resource (`pulumi/pulumi`, sdk/nodejs/resource.ts).
    if (!id) throw new pulumi.RunError(`TroveBackup.get("${name}"): the second argument must be the backup's id.`);
    return new TroveBackup(name, {} as TroveBackupArgs, { ...opts, id });
  }

  /** Whether a value is a `TroveBackup` of `pulumi-trove` or `pulumi-trove/plugin`, also of another copy of the package. */
  static override isInstance(value: unknown): value is TroveBackup {
    return isOfKind(value, BACKUP.name);
  }
}
