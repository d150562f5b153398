// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import * as pulumi from "@pulumi/pulumi";
import { ROOT } from "../kinds/kinds.ts";
import type { TroveRootArgs } from "../kinds/root.ts";
import { registrationOf } from "../registration.ts";
import { isOfKind, pluginType } from "../resource-kind.ts";
import { pluginHost } from "./host.ts";

/**
 * The superuser of the database server of an instance. Its password is the declared one, or one that Trove generates.
 * An instance whose root is enabled already is refused.
 *
 * It runs on the plugin `pulumi-resource-trove`, which the engine finds by an entry in `Pulumi.yaml` or among the
 * installed plugins. `pulumi-trove` has the same class for Pulumi's dynamic host: with another import line, a program
 * keeps its root users.
 *
 * ```yaml
 * plugins:
 *   providers:
 *     - { name: trove, path: node_modules/pulumi-trove/plugin }
 * ```
 *
 * @example
 * ```ts
 * const root = new TroveRoot("root", { instance: db });
 * export const rootPassword = root.password;
 * ```
 */
export class TroveRoot extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = pluginType(ROOT.name);

  declare readonly instance: pulumi.Output<string>;
  /** The password that was declared, or else the one that Trove has generated. Absent after an import. A secret. */
  declare readonly password: pulumi.Output<string | undefined>;
  /** The name of the superuser: `root`, or `postgres` for PostgreSQL. */
  declare readonly userName: pulumi.Output<string>;

  /**
   * @param name the resource's name in the program
   * @param args the arguments of the root user
   * @param opts `customTimeouts` are durations such as `"90m"`. The defaults are 60 minutes to create and to update,
   * most of which is for waiting until another operation on the instance is over, and 20 minutes to delete. A new
   * time-out for the delete applies after the next `pulumi up`. `import` is the id of an existing root user, which the
   * resource then manages. If `args.instance` is the `TroveInstance` itself, `deletedWith` is that instance, unless the
   * program sets another one.
   * @throws {pulumi.RunError} if the name is missing, if `opts.provider` is from `pulumi-trove`, or if one of
   * `opts.customTimeouts` is not a duration
   */
  constructor(name: string, args: TroveRootArgs, opts?: pulumi.CustomResourceOptions) {
    const { type, properties, options, complete } = registrationOf(ROOT, pluginHost, name, args, opts);
    super(type, name, properties, options);
    complete(this);
  }

  /**
   * Reads a root user that something else manages. It is never changed or deleted. It fails unless root is enabled.
   * Trove does not report the password.
   *
   * @param name the resource's name in the program
   * @param id `<instance id>/root`; if it does not exist, `pulumi up` fails (`TROVE_LOOKUP`)
   * @param opts resource options such as `provider`
   * @throws {pulumi.RunError} if the id is missing
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): TroveRoot {
    // Without an id Pulumi would register a new resource (`pulumi/pulumi`, sdk/nodejs/resource.ts).
    if (!id) throw new pulumi.RunError(`TroveRoot.get("${name}"): the second argument must be the root user's id.`);
    return new TroveRoot(name, {} as TroveRootArgs, { ...opts, id });
  }

  /** Whether a value is a `TroveRoot` of `pulumi-trove` or `pulumi-trove/plugin`, also of another copy of the package. */
  static override isInstance(value: unknown): value is TroveRoot {
    return isOfKind(value, ROOT.name);
  }
}
