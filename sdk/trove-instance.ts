import * as pulumi from "@pulumi/pulumi";
import { absentAsUndefined } from "./absent-outputs.ts";
import { finalInputs, hiddenInputs, withHiddenDiffs } from "./hidden-inputs.ts";
import type { TroveInstanceArgs } from "./instance-args.ts";
import { ARGUMENTS, type ArgumentName, DATABASES, USERS } from "./instance-shape.ts";
import { keyed, keysOf } from "./keyed.ts";
import { withLastTransformation } from "./last-transformation.ts";
import { ineffectivePaths, type Paths } from "./option-paths.ts";
import { providerText } from "./provider-text.ts";
import { refuseProgramErrors } from "./refuse-program-errors.ts";

const PROVIDER = providerText("Instance");
const TYPE = "pulumi-nodejs:dynamic/trove:Instance";

/**
 * A database instance of OpenStack Trove. Its creation ends when the instance is in service, with all databases and
 * users that were declared. An output that the instance does not have, or an argument that is not declared, is
 * `undefined`.
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
  static readonly __pulumiType: string = TYPE;

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
  declare readonly allow: pulumi.Output<Allow | undefined>;
  declare readonly replicaOf: pulumi.Output<string | undefined>;
  declare readonly network: pulumi.Output<Network | undefined>;
  declare readonly availabilityZone: pulumi.Output<string | undefined>;
  declare readonly locality: pulumi.Output<string | undefined>;
  declare readonly access: pulumi.Output<Access | undefined>;
  declare readonly restorePoint: pulumi.Output<RestorePoint | undefined>;
  declare readonly finalBackup: pulumi.Output<FinalBackup | undefined>;
  declare readonly adoptId: pulumi.Output<string | undefined>;

  /** `ACTIVE`, `RESTART_REQUIRED`, …: as Trove says. */
  declare readonly status: pulumi.Output<string>;
  /** `HEALTHY`, …: what the guest says of the database itself. */
  declare readonly operatingStatus: pulumi.Output<string>;
  /** The id of the flavor, also where it was declared by name. */
  declare readonly flavorId: pulumi.Output<string>;
  /** The name of the datastore: `mysql`, … */
  declare readonly datastoreType: pulumi.Output<string>;
  /** The name of its version. */
  declare readonly datastoreVersion: pulumi.Output<string>;
  /** In GiB; undefined where the datastore has no volume. */
  declare readonly volumeSize: pulumi.Output<number | undefined>;
  /** Every address, with the id of its network where the cloud tells; none where it tells a host name instead. */
  declare readonly addresses: pulumi.Output<Address[]>;
  /**
   * Where to connect: the host name, else the private, else the public address, and the port that Trove opens for the
   * datastore. Undefined where the cloud tells none of the three, and for a datastore whose name is not one of Trove's
   * own: `mysql`, `mariadb`, `percona`, `pxc`, `postgresql`, `mongodb`, `redis`, `cassandra`, `couchbase`, `couchdb`,
   * `db2`, `vertica`.
   */
  declare readonly endpoint: pulumi.Output<Endpoint | undefined>;
  /**
   * The host to connect to: the host name, else the private, else the public address. Undefined where the cloud tells
   * none of the three.
   */
  declare readonly host: pulumi.Output<string | undefined>;
  /** The port that Trove opens for the datastore. Undefined for a datastore for which `endpoint` is undefined. */
  declare readonly port: pulumi.Output<number | undefined>;
  /** The private address and the port; undefined as `endpoint` is, and where there is no such address. */
  declare readonly privateEndpoint: pulumi.Output<Endpoint | undefined>;
  /** The public address and the port; undefined as `endpoint` is, and where there is no such address. */
  declare readonly publicEndpoint: pulumi.Output<Endpoint | undefined>;
  /** When Trove made the instance: ISO 8601, in UTC. Undefined where the cloud does not tell. */
  declare readonly created: pulumi.Output<string | undefined>;
  /** The id of the project that the instance is in. */
  declare readonly projectId: pulumi.Output<string>;
  /** The region that the instance is in. */
  declare readonly region: pulumi.Output<string>;

  /**
   * @param name the resource's name in the program
   * @param args what to create; see each argument
   * @param opts `customTimeouts` are honoured, in durations such as `"90m"`. The defaults are 60 minutes to create, 120
   * with `replicaOf` or `restorePoint`; 60 to update; 20 to delete, with the final backup. A new time-out for the delete
   * counts after the next `pulumi up`. Those that a `transforms` function sets do not count. `ignoreChanges` and
   * `replaceOnChanges` name a user or a database by its key, as in `users["app@%"].password`; a warning names each path
   * that has no effect.
   * @throws {pulumi.RunError} the name is missing, `opts.import` is set (use `adoptId`), or one of `opts.customTimeouts` is
   * not a duration
   */
  constructor(name: string, args: TroveInstanceArgs, opts?: pulumi.CustomResourceOptions) {
    refuseProgramErrors("TroveInstance", name, opts);
    const ineffective: string[] = [];
    const last: pulumi.ResourceTransformation = ({ props, opts: final }) => {
      refuseProgramErrors("TroveInstance", name, final);
      ineffective.push(...ineffectivePaths(final, pathsOf(args ?? {})));
      return { props: { ...props, ...finalInputs(props, final) }, opts: final };
    };
    super(
      TYPE,
      name,
      toProperties(name, args ?? {}, opts ?? {}),
      withHiddenDiffs(withLastTransformation(opts ?? {}, last)),
    );
    absentAsUndefined(this, absentable(args ?? {}));
    // Without the resource: Pulumi would hold back every line of the program until this one is created.
    for (const text of ineffective) void pulumi.log.warn(`TroveInstance "${name}": ${text}`);
  }

  /**
   * Looks up an instance that is not managed by this program, which neither changes nor deletes it. Of the arguments,
   * the outputs tell `name`, `flavor` (its id), `datastore`, `volume`, `replicaOf` and `configuration`, each at what it
   * is.
   *
   * @param name the resource's name in the program
   * @param id Trove's id of the instance; where there is none, `pulumi up` fails (`TROVE_LOOKUP`)
   * @param opts such as `provider`
   * @throws {pulumi.RunError} there is no id
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): TroveInstance {
    // Without one Pulumi would register a new resource (`pulumi/pulumi`, sdk/nodejs/resource.ts).
    if (!id) throw new pulumi.RunError(`TroveInstance.get("${name}"): the second argument must be the instance's id.`);
    return new TroveInstance(name, {}, { ...opts, id });
  }

  /** Whether a value is a `TroveInstance`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is TroveInstance {
    return typeof value === "object" && value !== null && Reflect.get(value, "__pulumiType") === TYPE;
  }
}

export interface Volume {
  readonly size: number;
  readonly type?: string;
}

export interface Datastore {
  readonly type?: string;
  readonly version?: string;
}

export interface Database {
  readonly characterSet?: string;
  readonly collate?: string;
}

export interface User {
  readonly password: string;
  readonly databases?: string[];
}

export interface Allow {
  readonly restart?: boolean;
  readonly dropDatabases?: boolean;
  readonly replace?: boolean;
}

export interface Network {
  readonly networkId?: string;
  readonly subnetId?: string;
  readonly ipAddress?: string;
}

export interface Access {
  readonly isPublic: boolean;
  readonly allowedCidrs: string[];
}

export interface RestorePoint {
  readonly backupId: string;
}

export interface FinalBackup {
  readonly name?: string;
}

export interface Address {
  readonly address: string;
  readonly type: "private" | "public";
  readonly network?: string;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

type OutputName = Exclude<keyof TroveInstance, keyof pulumi.CustomResource | ArgumentName>;

const OUTPUTS: Readonly<Record<OutputName, undefined>> = {
  status: undefined,
  operatingStatus: undefined,
  flavorId: undefined,
  datastoreType: undefined,
  datastoreVersion: undefined,
  volumeSize: undefined,
  addresses: undefined,
  endpoint: undefined,
  host: undefined,
  port: undefined,
  privateEndpoint: undefined,
  publicEndpoint: undefined,
  created: undefined,
  projectId: undefined,
  region: undefined,
};

/** The outputs that may be absent. Of an argument that is a plain object, the program may not know a part yet. */
function absentable(args: TroveInstanceArgs): readonly string[] {
  const names = Object.keys(ARGUMENTS) as ArgumentName[];
  const mayBeAbsent = (value: unknown) =>
    typeof value !== "object" || value === null || pulumi.Output.isInstance(value) || value instanceof Promise;
  return [...Object.keys(OUTPUTS), ...names.filter((name) => mayBeAbsent(args[name]))];
}

function pathsOf({ databases, users }: TroveInstanceArgs): Paths {
  const keys = { databases: keysOf(databases, DATABASES), users: keysOf(users, USERS) };
  return { arguments: ARGUMENTS, outputs: Object.keys(OUTPUTS), keys };
}

function toProperties(name: string, args: TroveInstanceArgs, opts: pulumi.CustomResourceOptions): pulumi.Inputs {
  const databases = keyed(args.databases, DATABASES);
  const users = keyed(args.users, USERS);
  const problems = [databases, users].flatMap((list) => (list === undefined ? [] : [list.problems]));
  const properties = { ...withoutValues(ARGUMENTS), ...args, databases: databases?.record, users: users?.record };
  return {
    ...properties,
    ...withoutValues(OUTPUTS),
    ...hiddenInputs(name, TYPE, opts, problems),
    __provider: PROVIDER,
  };
}

/** Pulumi resolves those outputs alone that are named among the properties. */
function withoutValues(names: object): Record<string, undefined> {
  return Object.fromEntries(Object.keys(names).map((name) => [name, undefined]));
}
