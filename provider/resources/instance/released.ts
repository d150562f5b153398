import type { DeclaredUser, DeclaredUsers, InstanceInputs } from "./arguments.ts";

/**
 * Arguments that the program has declared and then removed, at their last values, as far as Trove does not report them.
 * They tell the same value, declared again, from another one, which needs a replacement.
 */
export interface Released
  extends Pick<InstanceInputs, "network" | "availabilityZone" | "locality" | "restorePoint" | "databases"> {
  /** Without a type where the program left it to the cloud. */
  volume?: { type?: string | undefined } | undefined;
  /** Only where the cloud is not known to change users, since nothing else reads them. Only grants where the user is declared. */
  users?: Readonly<Record<string, Partial<DeclaredUser>>> | undefined;
}

/** The last known values, whether the program declares them or has released them. */
export function lastKnown(declared: InstanceInputs, released: Released = {}): Released {
  const { volume } = declared;
  return {
    network: merged(released.network, declared.network),
    availabilityZone: declared.availabilityZone ?? released.availabilityZone,
    locality: declared.locality ?? released.locality,
    restorePoint: declared.restorePoint ?? released.restorePoint,
    databases: merged(released.databases, declared.databases),
    volume: volume === undefined ? released.volume : { type: volume.type ?? released.volume?.type },
  };
}

/**
 * What is released when the declared arguments change from `was` to `is`; `undefined` where that is nothing.
 *
 * @param usersChange whether the cloud is known to list and change users.
 */
export function releasedBy(
  was: InstanceInputs,
  is: InstanceInputs,
  { released: before, usersChange }: { readonly released?: Released | undefined; readonly usersChange: boolean },
): Released | undefined {
  const known = lastKnown(was, before);
  const released: Released = {
    network: remaining(known.network, is.network),
    availabilityZone: is.availabilityZone === undefined ? known.availabilityZone : undefined,
    locality: is.locality === undefined ? known.locality : undefined,
    restorePoint: is.restorePoint === undefined ? known.restorePoint : undefined,
    // A single database that is removed is dropped: only the argument as a whole is released.
    databases: is.databases === undefined ? known.databases : remaining(before?.databases, is.databases),
    volume: remaining(known.volume, is.volume),
    users: usersChange ? undefined : releasedUsers(was, is, before),
  };
  return Object.values(released).some((value) => value !== undefined) ? released : undefined;
}

function releasedUsers(was: InstanceInputs, is: InstanceInputs, { users: before = {} }: Released = {}) {
  const declared: DeclaredUsers = was.users ?? {};
  const keys = new Set([...Object.keys(before), ...Object.keys(declared)]);
  const rest = [...keys].flatMap((key) => {
    const user: Partial<DeclaredUser> = { ...own(before, key), ...definedIn(own(declared, key) ?? {}) };
    // A single user that is removed is dropped: only the argument as a whole is released.
    if (is.users === undefined || !(Object.hasOwn(is.users, key) || Object.hasOwn(declared, key))) return [[key, user]];
    const now = own(is.users, key);
    if (now === undefined || now.databases !== undefined || user.databases === undefined) return [];
    return [[key, { databases: user.databases }]];
  });
  return rest.length === 0 ? undefined : (Object.fromEntries(rest) as NonNullable<Released["users"]>);
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function merged<Parts extends object>(released: Parts | undefined, declared: Parts | undefined): Parts | undefined {
  if (released === undefined || declared === undefined) return declared ?? released;
  return { ...released, ...definedIn(declared) };
}

/** The known parts that are not declared; `undefined` where there is none. */
function remaining<Parts extends object>(known: Parts | undefined, declared: object | undefined): Parts | undefined {
  if (known === undefined || declared === undefined) return known;
  const names = Object.keys(definedIn(declared));
  const rest = Object.entries(definedIn(known)).filter(([name]) => !names.includes(name));
  return rest.length === 0 ? undefined : (Object.fromEntries(rest) as Parts);
}

function definedIn<Parts extends object>(parts: Parts): Parts {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Parts;
}
