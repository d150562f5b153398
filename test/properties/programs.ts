import type { Snapshot } from "./snapshot.ts";

/** The arguments of an instance in a random program. */
export interface InstanceArgs {
  readonly name?: string;
  readonly flavor: string;
  readonly volume?: { readonly size: number };
  readonly datastore?: { readonly type?: string; readonly version: string };
  readonly access?: { readonly isPublic: boolean; readonly allowedCidrs: readonly string[] };
  readonly databases?: Readonly<Record<string, object>>;
  readonly users?: Readonly<Record<string, UserArgs>>;
  /** The name of a configuration group. */
  readonly configuration?: string;
  readonly allow?: { readonly dropDatabases?: boolean; readonly restart?: boolean };
}

export interface UserArgs {
  readonly password: string;
  readonly databases?: readonly string[];
}

export const flavorIds: Readonly<Record<string, string>> = {
  "m1.tiny": "1",
  "m1.small": "2",
  "m1.medium": "3",
  "1": "1",
  "2": "2",
  "3": "3",
};

export const DEFAULT_VERSION = "8.0.29";
const NOTHING: Omit<Snapshot, "name" | "flavor"> = {
  size: 0,
  version: DEFAULT_VERSION,
  configuration: undefined,
  access: undefined,
  databases: [],
  users: {},
};

/**
 * The expected instance after `up`.
 *
 * @param before the instance before, including changes outside of Pulumi; `undefined` if there is none.
 * @param declared the arguments of the previous program.
 * @param unnamed its name if the program sets none.
 */
export function expected(
  before: Snapshot | undefined,
  declared: InstanceArgs | undefined,
  args: InstanceArgs,
  unnamed: string,
): Snapshot {
  const was: Snapshot = before ?? { ...NOTHING, name: unnamed, flavor: "" };
  const declaredBefore = before === undefined ? undefined : declared;
  return {
    name: args.name ?? unnamed,
    flavor: flavorIds[args.flavor] ?? args.flavor,
    size: Math.max(was.size, args.volume?.size ?? 0),
    version: args.datastore?.version ?? was.version,
    // Removing the argument detaches the group.
    configuration: args.configuration ?? (declaredBefore?.configuration === undefined ? was.configuration : undefined),
    access: args.access ?? was.access,
    databases: expectedDatabases(was, declaredBefore, args),
    users: expectedUsers(was, declaredBefore, args),
  };
}

/** The databases that an `up` drops: declared before, still existing, and no longer declared. */
export function dropped(
  before: Snapshot | undefined,
  declared: InstanceArgs | undefined,
  { databases }: InstanceArgs,
): readonly string[] {
  if (databases === undefined) return [];
  const known = Object.keys(declared?.databases ?? {}).filter((name) => before?.databases.includes(name));
  return known.filter((name) => !Object.hasOwn(databases, name));
}

function expectedDatabases(
  was: Snapshot,
  declaredBefore: InstanceArgs | undefined,
  args: InstanceArgs,
): readonly string[] {
  const gone = dropped(was, declaredBefore, args);
  return [...new Set([...was.databases.filter((name) => !gone.includes(name)), ...Object.keys(args.databases ?? {})])];
}

function expectedUsers(was: Snapshot, declaredBefore: InstanceArgs | undefined, { users: wanted }: InstanceArgs) {
  if (wanted === undefined) return was.users;
  const isDropped = (key: string) => Object.hasOwn(declaredBefore?.users ?? {}, key) && !Object.hasOwn(wanted, key);
  const kept = Object.entries(was.users).filter(([key]) => !isDropped(key));
  const brought = Object.entries(wanted).map(([key, user]) => [
    key,
    expectedUser(was.users[key], declaredBefore?.users?.[key], user),
  ]);
  return Object.fromEntries([...kept, ...brought]);
}

/** A password changed outside of Pulumi cannot be read, so it stays until the program changes it. */
function expectedUser(
  was: Snapshot["users"][string] | undefined,
  declaredBefore: UserArgs | undefined,
  user: UserArgs,
) {
  const isKnown = was !== undefined && declaredBefore !== undefined && declaredBefore.password === user.password;
  return {
    password: isKnown ? was.password : user.password,
    grants: user.databases ?? was?.grants ?? [],
  };
}
