import fc from "fast-check";
import { databaseNames, grantLists, groupNames, passwords, plain, ranges, userKeys } from "./names.ts";
import { DEFAULT_VERSION, flavorIds, type InstanceArgs, type UserArgs } from "./programs.ts";
import type { Snapshot } from "./snapshot.ts";

/** A change of one instance's arguments in a program; `undefined` removes an argument. */
export type Edit =
  | { readonly kind: "name"; readonly name: string | undefined }
  | { readonly kind: "flavor"; readonly flavor: string }
  | { readonly kind: "grow"; readonly by: number | undefined }
  | { readonly kind: "datastore"; readonly version: string }
  | { readonly kind: "configuration"; readonly group: string | undefined }
  | { readonly kind: "access"; readonly access: InstanceArgs["access"] }
  | { readonly kind: "allow"; readonly dropDatabases: boolean }
  | { readonly kind: "database"; readonly name: string; readonly declared: boolean }
  | { readonly kind: "user"; readonly key: string; readonly user: UserArgs | undefined }
  | { readonly kind: "release"; readonly what: "databases" | "users" };

const user: fc.Arbitrary<UserArgs> = fc
  .record({ password: fc.constantFrom(...passwords), databases: fc.option(grantLists, { nil: undefined }) })
  .map(({ password, databases }) => (databases === undefined ? { password } : { password, databases }));

export const edits: fc.Arbitrary<Edit> = fc.oneof(
  plain({
    kind: fc.constant("name" as const),
    name: fc.option(fc.constantFrom("first", "second", "third"), { nil: undefined }),
  }),
  plain({ kind: fc.constant("flavor" as const), flavor: fc.constantFrom(...Object.keys(flavorIds)) }),
  plain({ kind: fc.constant("grow" as const), by: fc.option(fc.nat(2), { nil: undefined }) }),
  plain({ kind: fc.constant("datastore" as const), version: fc.constantFrom("5.7.29", "8.0.29") }),
  plain({
    kind: fc.constant("configuration" as const),
    group: fc.option(fc.constantFrom(...groupNames), { nil: undefined, freq: 3 }),
  }),
  plain({ kind: fc.constant("access" as const), access: fc.option(ranges, { nil: undefined }) }),
  plain({ kind: fc.constant("allow" as const), dropDatabases: fc.boolean() }),
  {
    weight: 3,
    arbitrary: plain({
      kind: fc.constant("database" as const),
      name: fc.constantFrom(...databaseNames),
      declared: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: plain({
      kind: fc.constant("user" as const),
      key: fc.constantFrom(...userKeys),
      user: fc.option(user, { nil: undefined, freq: 3 }),
    }),
  },
  plain({ kind: fc.constant("release" as const), what: fc.constantFrom("databases" as const, "users" as const) }),
);

/** The maximum size of a random volume: the simulator fails creates with 9 GiB on purpose. */
const LARGEST = 6;

/** The arguments after an edit, valid for the instance `live`, or for a new one. */
export function edited(args: InstanceArgs, edit: Edit, live: Snapshot | undefined): InstanceArgs {
  switch (edit.kind) {
    case "name":
      return withOrWithout(args, "name", edit.name);
    case "flavor":
      return { ...args, flavor: edit.flavor };
    case "grow": {
      const { by } = edit;
      const from = Math.max(args.volume?.size ?? 1, live?.size ?? 1);
      return withOrWithout(args, "volume", by === undefined ? undefined : { size: Math.min(LARGEST, from + by) });
    }
    case "datastore":
      return { ...args, datastore: { type: "mysql", version: edit.version } };
    case "configuration":
      return withOrWithout(args, "configuration", edit.group);
    case "access":
      return withOrWithout(args, "access", edit.access);
    case "allow":
      return { ...args, allow: { dropDatabases: edit.dropDatabases } };
    case "database":
      return { ...args, databases: withOrWithout(args.databases ?? {}, edit.name, edit.declared ? {} : undefined) };
    case "user":
      return { ...args, users: withOrWithout(args.users ?? {}, edit.key, edit.user) };
    case "release":
      return withOrWithout(args, edit.what, undefined);
  }
}

/**
 * Corrects arguments that check or Trove refuses: a grant on an undeclared database, a smaller volume, an older
 * version, a configuration group of another version. Always allows restarts.
 */
export function sound(given: InstanceArgs, live: Snapshot | undefined): InstanceArgs {
  const version = given.datastore?.version ?? live?.version ?? DEFAULT_VERSION;
  const args = version === DEFAULT_VERSION ? given : withOrWithout(given, "configuration", undefined);
  const users = Object.entries(args.users ?? {}).map(([key, user]) => [key, withDeclaredGrants(user, args)]);
  const size = Math.max(args.volume?.size ?? 1, live?.size ?? 1);
  const goesBack = live !== undefined && args.datastore !== undefined && args.datastore.version < live.version;
  return {
    ...args,
    allow: { ...args.allow, restart: true },
    ...(args.users === undefined ? {} : { users: Object.fromEntries(users) }),
    ...(args.volume === undefined && live !== undefined ? {} : { volume: { size } }),
    ...(goesBack ? { datastore: { type: "mysql", version: live.version } } : {}),
  };
}

function withDeclaredGrants(user: UserArgs, { databases = {} }: InstanceArgs): UserArgs {
  if (user.databases === undefined) return user;
  return { ...user, databases: user.databases.filter((name) => Object.hasOwn(databases, name)) };
}

function withOrWithout<Values extends object>(values: Values, key: keyof Values & string, value: unknown): Values {
  const { [key]: _, ...rest } = values;
  return (value === undefined ? rest : { ...rest, [key]: value }) as Values;
}
