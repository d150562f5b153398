// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import * as pulumi from "@pulumi/pulumi";
import { USER } from "../kinds/kinds.ts";
import type { TroveUserArgs } from "../kinds/user.ts";
import { registrationOf } from "../registration.ts";
import { isOfKind, pluginType } from "../resource-kind.ts";
import { pluginHost } from "./host.ts";

/**
 * A user of an instance, with its grants. It is created when the guest agent lists it. An instance that declares the
 * same user inline, in `users`, is refused: use one of the two.
 *
 * It runs on the plugin `pulumi-resource-trove`, which the engine finds by an entry in `Pulumi.yaml` or among the
 * installed plugins. `pulumi-trove` has the same class for Pulumi's dynamic host: with another import line, a program
 * keeps its users.
 *
 * ```yaml
 * plugins:
 *   providers:
 *     - { name: trove, path: node_modules/pulumi-trove/plugin }
 * ```
 *
 * @example
 * ```ts
 * const reader = new TroveUser("reader", {
 *   instance: db,
 *   name: "reader",
 *   password: config.requireSecret("readerPassword"),
 *   databases: [reports.name],
 * });
 * export const uri = reader.uri;
 * ```
 */
export class TroveUser extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = pluginType(USER.name);

  declare readonly instance: pulumi.Output<string>;
  declare readonly name: pulumi.Output<string>;
  /** The host from which the user may connect. */
  declare readonly host: pulumi.Output<string>;
  declare readonly password: pulumi.Output<string | undefined>;
  declare readonly databases: pulumi.Output<string[] | undefined>;
  /**
   * Where and as whom to connect: `mysql://app:<password>@<host>:<port>/<database>`, or `postgresql://…`. The database
   * is that of the only grant, and left out if the user is granted none or several. Absent if the password is not
   * managed, if the instance has no `endpoint`, and for other datastores than MySQL, MariaDB and PostgreSQL. A secret.
   */
  declare readonly uri: pulumi.Output<string | undefined>;

  /**
   * @param name the resource's name in the program
   * @param args the arguments of the user
   * @param opts `customTimeouts` are durations such as `"90m"`. The defaults are 60 minutes to create and to update,
   * most of which is for waiting until another operation on the instance is over, and 20 minutes to delete. A new
   * time-out for the delete applies after the next `pulumi up`. `import` is the id of an existing user, which the
   * resource then manages. If `args.instance` is the `TroveInstance` itself, `deletedWith` is that instance, unless the
   * program sets another one.
   * @throws {pulumi.RunError} if the name is missing, if `opts.provider` is from `pulumi-trove`, or if one of
   * `opts.customTimeouts` is not a duration
   */
  constructor(name: string, args: TroveUserArgs, opts?: pulumi.CustomResourceOptions) {
    const { type, properties, options, complete } = registrationOf(USER, pluginHost, name, args, opts);
    super(type, name, properties, options);
    complete(this);
  }

  /**
   * Reads a user that something else manages. It is never changed or deleted. The outputs have `instance`, `name`,
   * `host` and `databases`, the granted ones. Trove reports no password.
   *
   * @param name the resource's name in the program
   * @param id `<instance id>/<name>@<host>`; if it does not exist, `pulumi up` fails (`TROVE_LOOKUP`)
   * @param opts resource options such as `provider`
   * @throws {pulumi.RunError} if the id is missing
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): TroveUser {
    // Without an id Pulumi would register a new resource (`pulumi/pulumi`, sdk/nodejs/resource.ts).
    if (!id) throw new pulumi.RunError(`TroveUser.get("${name}"): the second argument must be the user's id.`);
    return new TroveUser(name, {} as TroveUserArgs, { ...opts, id });
  }

  /** Whether a value is a `TroveUser` of `pulumi-trove` or `pulumi-trove/plugin`, also of another copy of the package. */
  static override isInstance(value: unknown): value is TroveUser {
    return isOfKind(value, USER.name);
  }
}
