import type { DeclaredUser, DeclaredUsers } from "../guest/declared.ts";
import type { ArgumentName, InstanceInputs, instanceArguments } from "./arguments.ts";

type Table = typeof instanceArguments;
type UnreportedName = {
  [Name in ArgumentName]: Table[Name] extends { readonly isReported: false } ? Name : never;
}[ArgumentName];

/**
 * Arguments that the program has declared and then removed, at their last values, if Trove does not report them. With
 * these, a later diff tells the same value, declared again, from another one that needs a replacement.
 */
export interface Released extends Pick<InstanceInputs, UnreportedName | "databases"> {
  /** Without a type if the program left the type to the cloud. */
  volume?: { type?: string | undefined } | undefined;
  /**
   * Only for a cloud that is not known to change users, since nothing else compares them. Of a user that the program
   * still declares, the parts that it no longer declares.
   */
  users?: Readonly<Record<string, Partial<DeclaredUser>>> | undefined;
}

export interface ReleasedBefore {
  readonly released?: Released | undefined;
  /** Whether the cloud is known to list and change users. */
  readonly usersChange: boolean;
}

/**
 * Updates what is released when the declared arguments change.
 *
 * @returns `undefined` if nothing is released.
 */
export function releasedBy(
  before: InstanceInputs,
  after: InstanceInputs,
  { released = {}, usersChange }: ReleasedBefore,
): Released | undefined {
  const unreported = {
    network: undeclaredParts(merge(released.network, before.network), after.network),
    availabilityZone: undeclared(before.availabilityZone ?? released.availabilityZone, after.availabilityZone),
    locality: undeclared(before.locality ?? released.locality, after.locality),
    restorePoint: undeclared(before.restorePoint ?? released.restorePoint, after.restorePoint),
  } satisfies Record<UnreportedName, unknown>;
  const all: Released = {
    ...unreported,
    databases: releasedDatabases(before, after, released),
    volume: undeclaredParts(volumeType(before, released), after.volume),
    users: usersChange ? undefined : releasedUsers(before, after, released),
  };
  return Object.values(all).some((value) => value !== undefined) ? all : undefined;
}

/** A single database that is removed is dropped: only the argument as a whole is released. */
function releasedDatabases(before: InstanceInputs, after: InstanceInputs, released: Released) {
  if (after.databases === undefined) return merge(released.databases, before.databases);
  return undeclaredParts(released.databases, after.databases);
}

/** Trove reports the size. */
function volumeType({ volume }: InstanceInputs, released: Released): Released["volume"] {
  return volume === undefined ? released.volume : { type: volume.type ?? released.volume?.type };
}

/** A single user that is removed is dropped: only the argument as a whole is released, or parts of a user. */
function releasedUsers(before: InstanceInputs, after: InstanceInputs, released: Released): Released["users"] {
  const declared: DeclaredUsers = before.users ?? {};
  const keys = new Set([...Object.keys(released.users ?? {}), ...Object.keys(declared)]);
  const users: Record<string, Partial<DeclaredUser>> = {};
  for (const key of keys) {
    const user: Partial<DeclaredUser> = { ...own(released.users, key), ...defined(own(declared, key) ?? {}) };
    const isDropped = after.users !== undefined && Object.hasOwn(declared, key) && !Object.hasOwn(after.users, key);
    const userAfter = own(after.users, key);
    if (isDropped) continue;
    const remaining = undeclaredParts(user, userAfter);
    if (remaining !== undefined) users[key] = remaining;
  }
  return Object.keys(users).length === 0 ? undefined : users;
}

function own<Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

function undeclared<Value>(known: Value | undefined, after: Value | undefined): Value | undefined {
  return after === undefined ? known : undefined;
}

/** The parts that are known and that the program no longer declares; `undefined` if there are none. */
function undeclaredParts<Parts extends object>(known: Parts | undefined, after: object | undefined) {
  if (known === undefined || after === undefined) return known;
  const names = Object.keys(defined(after));
  const parts = Object.entries(defined(known)).filter(([name]) => !names.includes(name));
  return parts.length === 0 ? undefined : (Object.fromEntries(parts) as Parts);
}

function merge<Parts extends object>(released: Parts | undefined, declared: Parts | undefined): Parts | undefined {
  if (released === undefined || declared === undefined) return declared ?? released;
  return { ...released, ...defined(declared) };
}

function defined<Parts extends object>(parts: Parts): Parts {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Parts;
}
