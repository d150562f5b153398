// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import * as pulumi from "@pulumi/pulumi";
import type { TroveBackupStrategyArgs } from "../kinds/backup-strategy.ts";
import { BACKUP_STRATEGY } from "../kinds/kinds.ts";
import { registrationOf } from "../registration.ts";
import { isOfKind, pluginType } from "../resource-kind.ts";
import { pluginHost } from "./host.ts";

/**
 * The object store container for the backups of an instance, or of a project, of OpenStack Trove. It applies to backups
 * that name no container and are taken from then on.
 *
 * It runs on the plugin `pulumi-resource-trove`, which the engine finds by an entry in `Pulumi.yaml` or among the
 * installed plugins. `pulumi-trove` has the same class for Pulumi's dynamic host: with another import line, a program
 * keeps its backup strategies.
 *
 * ```yaml
 * plugins:
 *   providers:
 *     - { name: trove, path: node_modules/pulumi-trove/plugin }
 * ```
 *
 * @example
 * ```ts
 * const strategy = new TroveBackupStrategy("strategy", {
 *   instance: db,
 *   swiftContainer: "backups-of-db",
 * });
 * ```
 */
export class TroveBackupStrategy extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = pluginType(BACKUP_STRATEGY.name);

  declare readonly swiftContainer: pulumi.Output<string>;
  declare readonly instance: pulumi.Output<string | undefined>;
  /** The id of the strategy's project. */
  declare readonly projectId: pulumi.Output<string>;
  /** The strategy's region. */
  declare readonly region: pulumi.Output<string>;

  /**
   * @param name the resource's name in the program
   * @param args the arguments of the backup strategy
   * @param opts `customTimeouts` are durations such as `"90m"`. The defaults are 5 minutes for each operation. A new
   * time-out for the delete applies after the next `pulumi up`. `import` is the id of an existing backup strategy,
   * which the resource then manages.
   * @throws {pulumi.RunError} if the name is missing, if `opts.provider` is from `pulumi-trove`, or if one of
   * `opts.customTimeouts` is not a duration
   */
  constructor(name: string, args: TroveBackupStrategyArgs, opts?: pulumi.CustomResourceOptions) {
    const { type, properties, options, complete } = registrationOf(BACKUP_STRATEGY, pluginHost, name, args, opts);
    super(type, name, properties, options);
    complete(this);
  }

  /**
   * Reads a backup strategy that something else manages. It is never changed or deleted. The outputs have all
   * arguments.
   *
   * @param name the resource's name in the program
   * @param id the id of the project, followed by a slash and the id of the instance if the strategy is that of an
   * instance; if it does not exist, `pulumi up` fails (`TROVE_LOOKUP`)
   * @param opts resource options such as `provider`
   * @throws {pulumi.RunError} if the id is missing
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): TroveBackupStrategy {
    // Without an id Pulumi would register a new resource (`pulumi/pulumi`, sdk/nodejs/resource.ts).
    if (!id)
      throw new pulumi.RunError(
        `TroveBackupStrategy.get("${name}"): the second argument must be the backup strategy's id.`,
      );
    return new TroveBackupStrategy(name, {} as TroveBackupStrategyArgs, { ...opts, id });
  }

  /** Whether a value is a `TroveBackupStrategy` of `pulumi-trove` or `pulumi-trove/plugin`, also of another copy of the package. */
  static override isInstance(value: unknown): value is TroveBackupStrategy {
    return isOfKind(value, BACKUP_STRATEGY.name);
  }
}
