import type { User } from "../../trove/types.ts";
import { type InstanceTarget, pathIn } from "../instance-actions/instance-target.ts";
import { ignoringMissing } from "./already-done.ts";
import { changeGuest } from "./call-guest.ts";
import type { DeclaredUsers } from "./declared.ts";
import { splitUserKey } from "./user-keys.ts";
import { listUsers } from "./users.ts";

/** Grants databases to a user. */
export async function grantDatabases(
  target: InstanceTarget,
  key: string,
  names: readonly string[],
  path: readonly string[],
): Promise<void> {
  const { instanceId, context } = target;
  try {
    await changeGuest(target, path, `grant ${names.join(", ")} to ${key}`, (options) =>
      context.trove.users.grant(instanceId, splitUserKey(key), names, options),
    );
  } catch (error) {
    // The guest agent grants them one by one: those before a name that it refuses are granted.
    if (names.length > 1) target.onRequest?.([pathIn(target, path)]);
    throw error;
  }
}

/** Revokes a database from a user, if it is granted. */
export function revokeDatabase(
  target: InstanceTarget,
  key: string,
  name: string,
  path: readonly string[],
): Promise<void> {
  const { instanceId, context } = target;
  return changeGuest(target, path, `revoke ${name} from ${key}`, (options) =>
    ignoringMissing(context.trove.users.revoke(instanceId, splitUserKey(key), name, options), {
      user: key,
      database: name,
    }),
  );
}

/**
 * Revokes the stale grants on databases that are about to be created: MySQL keeps the grants of a database that is
 * dropped, and they apply to a new one of the same name. Changes only users whose grants are declared.
 *
 * @param names of the databases
 * @param users the declared users of the instance
 * @param pathOf the path of a user's grants
 */
export async function revokeStaleGrants(
  target: InstanceTarget,
  names: readonly string[],
  users: DeclaredUsers,
  pathOf: (key: string) => readonly string[],
): Promise<void> {
  const granted = Object.entries(users).filter(([, { databases }]) => databases !== undefined);
  if (names.length === 0 || granted.length === 0) return;
  const existing = await listUsers(target);
  for (const [key, { databases = [] }] of granted) {
    const isStale = (name: string) => names.includes(name) && !databases.includes(name);
    for (const name of existing.get(key)?.databases.filter(isStale) ?? []) {
      await revokeDatabase(target, key, name, pathOf(key));
    }
  }
}

/**
 * The databases that were granted to a user and that Trove does not list as granted.
 *
 * PostgreSQL records the owner of a database as the grantor, and Trove lists only what `postgres` granted. It cannot
 * revoke what it does not list, and cannot drop such a user (`UserQuery.list` in
 * `trove/guestagent/datastore/postgres/query.py`).
 */
export function unlistedGrants(user: User, granted: readonly string[]): string[] {
  return granted.filter((name) => !user.databases.includes(name));
}
