// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import * as pulumi from "@pulumi/pulumi";
import type { ConfigurationAllow, ConfigurationDatastore, TroveConfigurationArgs } from "../kinds/configuration.ts";
import { CONFIGURATION } from "../kinds/kinds.ts";
import { registrationOf } from "../registration.ts";
import { isOfKind, pluginType } from "../resource-kind.ts";
import { pluginHost } from "./host.ts";

/**
 * A configuration group of OpenStack Trove: parameters of the database that instances can share. Its values are checked
 * in a preview against the parameters of the datastore version. An output is `undefined` if the program does not
 * declare the argument of this name.
 *
 * It runs on the plugin `pulumi-resource-trove`, which the engine finds by an entry in `Pulumi.yaml` or among the
 * installed plugins. `pulumi-trove` has the same class for Pulumi's dynamic host: with another import line, a program
 * keeps its configuration groups.
 *
 * ```yaml
 * plugins:
 *   providers:
 *     - { name: trove, path: node_modules/pulumi-trove/plugin }
 * ```
 *
 * @example
 * ```ts
 * const settings = new TroveConfiguration("settings", {
 *   datastore: { type: "mysql", version: "8.0.29" },
 *   values: { max_connections: 500, long_query_time: 0.5 },
 * });
 * const db = new TroveInstance("db", {
 *   flavor: "m1.small",
 *   volume: { size: 5 },
 *   datastore: { type: "mysql", version: "8.0.29" },
 *   configuration: settings,
 * });
 * ```
 */
export class TroveConfiguration extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = pluginType(CONFIGURATION.name);

  /** The name of the group. */
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly datastore: pulumi.Output<ConfigurationDatastore | undefined>;
  declare readonly values: pulumi.Output<Record<string, string | number | boolean>>;
  declare readonly allow: pulumi.Output<ConfigurationAllow | undefined>;
  /**
   * A text that changes whenever the values in the cloud change. Pass it as `configurationRevision` to an instance that
   * has this group: the instance then restarts after a change of the values, if that requires it and the instance
   * allows it.
   */
  declare readonly revision: pulumi.Output<string>;
  /** The name of the datastore: `mysql`, … */
  declare readonly datastoreType: pulumi.Output<string>;
  /** The name of the datastore version. */
  declare readonly datastoreVersion: pulumi.Output<string>;
  /** The id of the datastore version. */
  declare readonly datastoreVersionId: pulumi.Output<string>;
  /** When Trove created the group: ISO 8601, in UTC. Absent if the cloud does not report it. */
  declare readonly created: pulumi.Output<string | undefined>;
  /** When the group last changed: ISO 8601, in UTC. Absent if the cloud does not report it. */
  declare readonly updated: pulumi.Output<string | undefined>;
  /** The id of the group's project. */
  declare readonly projectId: pulumi.Output<string>;
  /** The group's region. */
  declare readonly region: pulumi.Output<string>;

  /**
   * @param name the resource's name in the program
   * @param args the arguments of the configuration group
   * @param opts `customTimeouts` are durations such as `"90m"`. The defaults are 10 minutes to create, 60 minutes to
   * update, and 20 minutes to delete. A new time-out for the delete applies after the next `pulumi up`. `import` is the
   * id of an existing configuration group, which the resource then manages. `ignoreChanges` names a value by its
   * parameter, as in `values.max_connections`.
   * @throws {pulumi.RunError} if the name is missing, if `opts.provider` is from `pulumi-trove`, or if one of
   * `opts.customTimeouts` is not a duration
   */
  constructor(name: string, args: TroveConfigurationArgs, opts?: pulumi.CustomResourceOptions) {
    const { type, properties, options, complete } = registrationOf(CONFIGURATION, pluginHost, name, args, opts);
    super(type, name, properties, options);
    complete(this);
  }

  /**
   * Reads a configuration group that something else manages. It is never changed or deleted. Of the arguments, the
   * outputs have `name`, `description`, `datastore` and `values`, in which Trove shows secrets as `***`.
   *
   * @param name the resource's name in the program
   * @param id Trove's id of the configuration group; if it does not exist, `pulumi up` fails (`TROVE_LOOKUP`)
   * @param opts resource options such as `provider`
   * @throws {pulumi.RunError} if the id is missing
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): TroveConfiguration {
    // Without an id Pulumi would register a new resource (`pulumi/pulumi`, sdk/nodejs/resource.ts).
    if (!id)
      throw new pulumi.RunError(
        `TroveConfiguration.get("${name}"): the second argument must be the configuration group's id.`,
      );
    return new TroveConfiguration(name, {} as TroveConfigurationArgs, { ...opts, id });
  }

  /** Whether a value is a `TroveConfiguration` of `pulumi-trove` or `pulumi-trove/plugin`, also of another copy of the package. */
  static override isInstance(value: unknown): value is TroveConfiguration {
    return isOfKind(value, CONFIGURATION.name);
  }
}
