// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import * as pulumi from "@pulumi/pulumi";
import type {
  Access,
  Address,
  Allow,
  Database,
  Datastore,
  Endpoint,
  FinalBackup,
  Network,
  RestorePoint,
  TroveInstanceArgs,
  User,
  Volume,
} from "../kinds/instance.ts";
import { INSTANCE } from "../kinds/kinds.ts";
import { registrationOf } from "../registration.ts";
import { dynamicType, isOfKind } from "../resource-kind.ts";
import { dynamicHost } from "./host.ts";

/**
 * A database instance of OpenStack Trove. It is created when the instance is in service and the declared databases and
 * users exist. An output is `undefined` if the instance does not have it, or if the program does not declare the
 * argument of this name.
 *
 * It runs on Pulumi's dynamic host, which needs no installation. `pulumi-trove/plugin` has the same class for the
 * plugin: with another import line, a program keeps its instances.
 *
 * @example
 * ```ts
 * const db = new TroveInstance("db", {
 *   flavor: "m1.small",
 *   volume: { size: 5 },
 *   databases: [{ name: "app" }],
 *   users: [{ name: "app", password: config.requireSecret("password"), databases: ["app"] }],
 * });
 * export const endpoint = db.endpoint;
 * ```
 */
export class TroveInstance extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType: string = dynamicType(INSTANCE.name);

  /** The name of the instance. */
  declare readonly name: pulumi.Output<string>;
  declare readonly flavor: pulumi.Output<string | undefined>;
  declare readonly volume: pulumi.Output<Volume | undefined>;
  declare readonly datastore: pulumi.Output<Datastore | undefined>;
  /** The declared databases, by name: `{ app: {} }`. */
  declare readonly databases: pulumi.Output<Record<string, Database> | undefined>;
  /** The declared users, by `name@host`: `{ "app@%": { password, databases: ["app"] } }`. Each password is a secret. */
  declare readonly users: pulumi.Output<Record<string, User> | undefined>;
  declare readonly configuration: pulumi.Output<string | undefined>;
  declare readonly configurationRevision: pulumi.Output<string | undefined>;
  declare readonly allow: pulumi.Output<Allow | undefined>;
  declare readonly replicaOf: pulumi.Output<string | undefined>;
  declare readonly network: pulumi.Output<Network | undefined>;
  declare readonly availabilityZone: pulumi.Output<string | undefined>;
  declare readonly locality: pulumi.Output<string | undefined>;
  declare readonly access: pulumi.Output<Access | undefined>;
  declare readonly restorePoint: pulumi.Output<RestorePoint | undefined>;
  declare readonly finalBackup: pulumi.Output<FinalBackup | undefined>;
  declare readonly adoptId: pulumi.Output<string | undefined>;
  /** The status that Trove reports: `ACTIVE`, `RESTART_REQUIRED`, … */
  declare readonly status: pulumi.Output<string>;
  /** The status of the database itself, as the guest agent reports it: `HEALTHY`, … */
  declare readonly operatingStatus: pulumi.Output<string>;
  /** The id of the flavor, even if it was declared by name. */
  declare readonly flavorId: pulumi.Output<string>;
  /** The name of the datastore: `mysql`, … */
  declare readonly datastoreType: pulumi.Output<string>;
  /** The name of the datastore version. */
  declare readonly datastoreVersion: pulumi.Output<string>;
  /** The size of the volume in GiB. Absent if the datastore has no volume. */
  declare readonly volumeSize: pulumi.Output<number | undefined>;
  /**
   * Every address, with the id of its network if the cloud reports it. Empty if the cloud reports a host name instead.
   */
  declare readonly addresses: pulumi.Output<Address[]>;
  /**
   * Where to connect: the host name, else the private address, else the public one, and the port that Trove opens for
   * the datastore. Absent if the cloud reports none of the three, and for a datastore whose name is not one of Trove's
   * own: `mysql`, `mariadb`, `percona`, `pxc`, `postgresql`, `mongodb`, `redis`, `cassandra`, `couchbase`, `couchdb`,
   * `db2`, `vertica`.
   */
  declare readonly endpoint: pulumi.Output<Endpoint | undefined>;
  /**
   * The host to connect to: the host name, else the private address, else the public one. Absent if the cloud reports
   * none of the three.
   */
  declare readonly host: pulumi.Output<string | undefined>;
  /** The port that Trove opens for the datastore. Absent for a datastore without an `endpoint`. */
  declare readonly port: pulumi.Output<number | undefined>;
  /** The private address and the port. Absent if there is no private address, and when `endpoint` is. */
  declare readonly privateEndpoint: pulumi.Output<Endpoint | undefined>;
  /** The public address and the port. Absent if there is no public address, and when `endpoint` is. */
  declare readonly publicEndpoint: pulumi.Output<Endpoint | undefined>;
  /** When Trove created the instance: ISO 8601, in UTC. Absent if the cloud does not report it. */
  declare readonly created: pulumi.Output<string | undefined>;
  /** The id of the instance's project. */
  declare readonly projectId: pulumi.Output<string>;
  /** The instance's region. */
  declare readonly region: pulumi.Output<string>;

  /**
   * @param name the resource's name in the program
   * @param args the arguments of the instance
   * @param opts `customTimeouts` are durations such as `"90m"`. The defaults are 60 minutes to create, or 120 with
   * `replicaOf` or `restorePoint`; 60 minutes to update; 20 minutes to delete, including the final backup. A new
   * time-out for the delete applies after the next `pulumi up`. Time-outs that a `transforms` function sets only have
   * an effect with `pulumi-trove/plugin`. `ignoreChanges` and `replaceOnChanges` name a user or a database by its key,
   * as in `users["app@%"].password`; a warning names each path that has no effect.
   * @throws {pulumi.RunError} if the name is missing, if `opts.import` is set (use `adoptId`, or
   * `pulumi-trove/plugin`), if `opts.provider` is from `pulumi-trove/plugin`, or if one of `opts.customTimeouts` is not
   * a duration
   */
  constructor(name: string, args: TroveInstanceArgs, opts?: pulumi.CustomResourceOptions) {
    const { type, properties, options, complete } = registrationOf(INSTANCE, dynamicHost, name, args, opts);
    super(type, name, properties, options);
    complete(this);
  }

  /**
   * Reads an instance that something else manages. It is never changed or deleted. Of the arguments, the outputs have
   * the current `name`, `flavor` (by name, or as the id if the name is not unique), `datastore`, `volume`, `replicaOf`
   * and `configuration`, and `access` if Trove reports all of it.
   *
   * @param name the resource's name in the program
   * @param id Trove's id of the instance; if it does not exist, `pulumi up` fails (`TROVE_LOOKUP`)
   * @param opts resource options such as `provider`
   * @throws {pulumi.RunError} if the id is missing
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): TroveInstance {
    // Without an id Pulumi would register a new resource (`pulumi/pulumi`, sdk/nodejs/resource.ts).
    if (!id) throw new pulumi.RunError(`TroveInstance.get("${name}"): the second argument must be the instance's id.`);
    return new TroveInstance(name, {}, { ...opts, id });
  }

  /** Whether a value is a `TroveInstance` of `pulumi-trove` or `pulumi-trove/plugin`, also of another copy of the package. */
  static override isInstance(value: unknown): value is TroveInstance {
    return isOfKind(value, INSTANCE.name);
  }
}
