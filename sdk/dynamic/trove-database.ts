// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import * as pulumi from "@pulumi/pulumi";
import type { DatabaseAllow, TroveDatabaseArgs } from "../kinds/database.ts";
import { DATABASE } from "../kinds/kinds.ts";
import { registrationOf } from "../registration.ts";
import { dynamicType, isOfKind } from "../resource-kind.ts";
import { dynamicHost } from "./host.ts";

/**
 * A database of an instance. It is created when the guest agent lists it. An instance that declares the same database
 * inline, in `databases`, is refused: use one of the two.
 *
 * It runs on Pulumi's dynamic host, which needs no installation. `pulumi-trove/plugin` has the same class for the
 * plugin: with another import line, a program keeps its databases.
 *
 * @example
 * ```ts
 * const reports = new TroveDatabase("reports", {
 *   instance: db,
 *   name: "reports",
 *   characterSet: "utf8mb4",
 * });
 * ```
 */
export class TroveDatabase extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = dynamicType(DATABASE.name);

  declare readonly instance: pulumi.Output<string>;
  declare readonly name: pulumi.Output<string>;
  declare readonly characterSet: pulumi.Output<string | undefined>;
  declare readonly collate: pulumi.Output<string | undefined>;
  declare readonly allow: pulumi.Output<DatabaseAllow | undefined>;

  /**
   * @param name the resource's name in the program
   * @param args the arguments of the database
   * @param opts `customTimeouts` are durations such as `"90m"`. The defaults are 60 minutes to create and to update,
   * most of which is for waiting until another operation on the instance is over, and 20 minutes to delete. A new
   * time-out for the delete applies after the next `pulumi up`. Time-outs that a `transforms` function sets only have
   * an effect with `pulumi-trove/plugin`. If `args.instance` is the `TroveInstance` itself, `deletedWith` is that
   * instance, unless the program sets another one.
   * @throws {pulumi.RunError} if the name is missing, if `opts.import` is set (use `pulumi-trove/plugin`), if
   * `opts.provider` is from `pulumi-trove/plugin`, or if one of `opts.customTimeouts` is not a duration
   */
  constructor(name: string, args: TroveDatabaseArgs, opts?: pulumi.CustomResourceOptions) {
    const { type, properties, options, complete } = registrationOf(DATABASE, dynamicHost, name, args, opts);
    super(type, name, properties, options);
    complete(this);
  }

  /**
   * Reads a database that something else manages. It is never changed or deleted. The outputs have `instance` and
   * `name`: Trove reports nothing else.
   *
   * @param name the resource's name in the program
   * @param id `<instance id>/<name>`; if it does not exist, `pulumi up` fails (`TROVE_LOOKUP`)
   * @param opts resource options such as `provider`
   * @throws {pulumi.RunError} if the id is missing
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): TroveDatabase {
    // Without an id Pulumi would register a new resource (`pulumi/pulumi`, sdk/nodejs/resource.ts).
    if (!id) throw new pulumi.RunError(`TroveDatabase.get("${name}"): the second argument must be the database's id.`);
    return new TroveDatabase(name, {} as TroveDatabaseArgs, { ...opts, id });
  }

  /** Whether a value is a `TroveDatabase` of `pulumi-trove` or `pulumi-trove/plugin`, also of another copy of the package. */
  static override isInstance(value: unknown): value is TroveDatabase {
    return isOfKind(value, DATABASE.name);
  }
}
