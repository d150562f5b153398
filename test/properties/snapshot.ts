import type { InstanceRecord } from "../../simulator/index.ts";

/** The part of an instance in the cloud that a program can declare. */
export interface Snapshot {
  readonly name: string;
  /** The id of the flavor. */
  readonly flavor: string;
  /** GiB */
  readonly size: number;
  readonly version: string;
  /** The name of the attached configuration group. */
  readonly configuration: string | undefined;
  /** `undefined` if it was never set. */
  readonly access: { readonly isPublic: boolean; readonly allowedCidrs: readonly string[] } | undefined;
  readonly databases: readonly string[];
  /** The users by `name@host`. */
  readonly users: Readonly<Record<string, UserSnapshot>>;
}

export interface UserSnapshot {
  readonly password: string;
  /** Includes grants on databases that do not exist: MySQL keeps those of a dropped database. */
  readonly grants: readonly string[];
}

/** @param groups the ids of the configuration groups, by name. */
export function snapshotOf(record: InstanceRecord, groups: Readonly<Record<string, string>> = {}): Snapshot {
  const { is_public, allowed_cidrs } = record.access ?? {};
  const users = record.users.map(({ name, host, password, databases }) => [
    `${name}@${host}`,
    { password, grants: databases.toSorted() },
  ]);
  return {
    name: record.name,
    flavor: record.flavor,
    size: record.volume.size,
    version: record.datastore.version,
    configuration: Object.entries(groups).find(([, id]) => id === record.configurationId)?.[0],
    access:
      allowed_cidrs === undefined
        ? undefined
        : { isPublic: is_public as boolean, allowedCidrs: allowed_cidrs as string[] },
    databases: record.databases.map(({ name }) => name).sort(),
    users: Object.fromEntries(users.sort()),
  };
}

/** The visible part of a snapshot, without grants on databases that do not exist. */
export function visible(snapshot: Snapshot): Snapshot {
  const users = Object.entries(snapshot.users).map(([key, { password, grants }]) => [
    key,
    { password, grants: grants.filter((name) => snapshot.databases.includes(name)).sort() },
  ]);
  return { ...snapshot, databases: snapshot.databases.toSorted(), users: Object.fromEntries(users.sort()) };
}
