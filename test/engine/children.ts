import assert from "node:assert/strict";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { TroveDatabaseArgs, TroveInstanceArgs, TroveRootArgs, TroveUserArgs } from "pulumi-trove";
import type { InstanceRecord, Simulator } from "../../simulator/index.ts";
import { idsIn } from "./harness.ts";
import { TroveDatabase, TroveInstance, TroveRoot, TroveUser } from "./host.ts";

type Changes<Args> = Partial<Args> & { readonly options?: CustomResourceOptions };

/** What a program declares differently; `false` omits the resource. */
export interface Declared {
  readonly instance?: TroveInstanceArgs;
  readonly database?: Changes<TroveDatabaseArgs> | false;
  readonly user?: Changes<TroveUserArgs> | false;
  readonly root?: Changes<TroveRootArgs> | false;
}

/** A program that declares an instance `db` with a database `app`, a user `web` who is granted it, and root. */
export function declaresAll({ instance = {}, ...children }: Declared = {}): PulumiFn {
  return async () => {
    const db = new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 }, ...instance });
    declareChildren(db, children);
  };
}

/** A program that declares a database `app`, a user `web` who is granted it, and root, of an instance that exists. */
export function declaresOf(instance: string, children: Omit<Declared, "instance"> = {}): PulumiFn {
  return async () => declareChildren(instance, children);
}

function declareChildren(
  instance: TroveInstance | string,
  { database = {}, user = {}, root = {} }: Omit<Declared, "instance">,
): void {
  if (database !== false) {
    const { options, ...args } = database;
    new TroveDatabase("database", { instance, name: "app", ...args }, options);
  }
  if (user !== false) {
    const { options, ...args } = user;
    new TroveUser("user", { instance, name: "web", password: "p-of-web", databases: ["app"], ...args }, options);
  }
  if (root !== false) {
    const { options, ...args } = root;
    new TroveRoot("root", { instance, ...args }, options);
  }
}

/** A program that declares only databases and users, and not root. */
export const WITHOUT_ROOT: Declared = { root: false };

/** The only instance of the cloud. */
export function onlyInstance(cloud: Simulator): InstanceRecord {
  const [id = "", ...others] = idsIn(cloud);
  assert.deepEqual(others, [], "other instances");
  return cloud.instance(id) ?? assert.fail("the cloud has no instance");
}

/** The names of the databases of an instance. */
export function databasesIn({ databases }: InstanceRecord): string[] {
  return databases.map(({ name }) => name).sort();
}

/** The grants of the users of an instance, by `name@host`. */
export function grantsIn({ users }: InstanceRecord): Record<string, readonly string[]> {
  return Object.fromEntries(users.map(({ name, host, databases }) => [`${name}@${host}`, databases.toSorted()]));
}

/** The passwords of the users of an instance, by `name@host`. */
export function passwordsIn({ users }: InstanceRecord): Record<string, string> {
  return Object.fromEntries(users.map(({ name, host, password }) => [`${name}@${host}`, password]));
}
