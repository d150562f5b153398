import type { User } from "../../trove/types.ts";
import type { DeclaredUser, DeclaredUsers } from "../instance/arguments.ts";
import type { Reconciliation } from "../instance/update/reconciliation.ts";
import { ChangeFailedError } from "../instance-actions/change-failed-error.ts";
import { formatPath } from "../property-path.ts";
import { same } from "../values/same.ts";
import { ignoringExisting, ignoringMissing } from "./already-done.ts";
import { changeGuest, listDatabases, listIncludingLate, listUsers } from "./call-guest.ts";
import { type DeclaredUser, type DeclaredUsers, splitUserKey } from "./declared.ts";
import { isPostgreSql } from "./rules/postgresql-rules.ts";
import { splitUserKey } from "./user-keys.ts";
import { waitUntilCreated, waitUntilDropped } from "./wait-for-names.ts";

/** What changing the grants of several users shares. */
interface GrantChanges {
  /** Lists the databases, once. */
  readonly databases: () => Promise<ReadonlySet<string>>;
  /** The databases that users were granted, by the users' keys. */
  readonly granted: Map<string, readonly string[]>;
}

/** Creates the declared users that are not there, and brings password and grants of the others to what is declared. */
export async function reconcileUsers(work: Reconciliation): Promise<void> {
  const { users: wanted } = work.inputs;
  if (wanted === undefined || work.isUpToDate("users")) return;
  const there = await listUsers(work);
  const missing = Object.entries(wanted).filter(([key]) => !there.has(key));
  for (const [key, user] of missing) {
    // From here on it may come: whatever becomes of the answer, it is the program's to drop again.
    markUserApplied(work, key, user);
    await changeGuest(work, ["users", key], `to take the user ${key}`, (options) =>
      ignoringExisting(work.context.trove.users.create(work.id, [{ ...splitUserKey(key), ...user }], options)),
    );
  }
  const created =
    missing.length === 0
      ? there
      : await waitUntilCreated(
          work,
          "users",
          missing.map(([key]) => key),
          listUsers,
        );
  let listed: Promise<ReadonlySet<string>> | undefined;
  const changes: GrantChanges = {
    databases: () => {
      listed ??= listDatabases(work);
      return listed;
    },
    granted: new Map(),
  };
  for (const [key, user] of Object.entries(wanted)) {
    // One that an interrupted update had asked for may have come before it, with an older password and older grants.
    const has = there.get(key) ?? (work.isResuming ? created.get(key) : undefined);
    if (has !== undefined && (work.isResuming || !same(user, work.reached.users?.[key])))
      await updateUser(work, key, user, has, changes);
    // PostgreSQL makes a user whose database does not exist without the grant, and reports no error.
    else if (!there.has(key) && user.databases !== undefined)
      await updateGrants(work, key, user.databases, created.get(key)?.databases ?? [], changes);
  }
  await assertListed(work, changes.granted);
}

/** Drops the users that the program declared and declares no more, and nobody else. */
export async function dropUsers(work: Reconciliation): Promise<void> {
  const { users: wanted } = work.inputs;
  if (wanted === undefined) return work.markApplied({ users: undefined });
  const dropped = Object.keys(work.reached.users ?? {}).filter((key) => !Object.hasOwn(wanted, key));
  if (dropped.length > 0) {
    const there = await listIncludingLate(work, listUsers, dropped);
    for (const key of dropped.filter((key) => there.has(key))) {
      await changeGuest(work, ["users", key], `to drop the user ${key}`, (options) =>
        ignoringMissing(work.context.trove.users.delete(work.id, splitUserKey(key), options), { user: key }),
      );
    }
    await waitUntilDropped(work, "users", dropped, listUsers);
  }
  work.markApplied({ users: pick(work.reached.users ?? {}, wanted) });
}

function pick(reached: DeclaredUsers, wanted: DeclaredUsers): DeclaredUsers {
  return Object.fromEntries(Object.entries(wanted).map(([key, user]) => [key, reached[key] ?? user]));
}

function markUserApplied(work: Reconciliation, key: string, user: DeclaredUser): void {
  work.markApplied({ users: { ...work.reached.users, [key]: user } });
}

/** A password cannot be read, so it is set when it is not known to be the one. Only what changes is sent. */
async function updateUser(
  work: Reconciliation,
  key: string,
  wanted: DeclaredUser,
  has: User,
  changes: GrantChanges,
): Promise<void> {
  if (work.isResuming || work.reached.users?.[key]?.password !== wanted.password) {
    await changeGuest(work, ["users", key, "password"], `to set the password of ${key}`, (options) =>
      work.context.trove.users.update(work.id, splitUserKey(key), { password: wanted.password }, options),
    );
    markUserApplied(work, key, { ...work.reached.users?.[key], password: wanted.password });
  }
  if (wanted.databases !== undefined) await updateGrants(work, key, wanted.databases, has.databases, changes);
  markUserApplied(work, key, wanted);
}

/** Grants on databases that do not exist are leftovers of dropped ones: they count for nothing. */
async function updateGrants(
  work: Reconciliation,
  key: string,
  wanted: readonly string[],
  has: readonly string[],
  changes: GrantChanges,
): Promise<void> {
  const { users } = work.context.trove;
  const grants = wanted.filter((name) => !has.includes(name));
  if (grants.length > 0) {
    const path = ["users", key, "databases"];
    await changeGuest(work, path, `to grant ${grants.join(", ")} to ${key}`, (options) =>
      users.grant(work.id, splitUserKey(key), grants, options),
    ).catch((error: unknown) => {
      // The guest grants one after the other: those before a name that it refuses are granted.
      if (grants.length > 1) work.changed.add(formatPath(path));
      throw error;
    });
    changes.granted.set(key, grants);
  }
  const superfluous = has.filter((name) => !wanted.includes(name));
  if (superfluous.length === 0) return;
  const existing = await changes.databases();
  for (const name of superfluous.filter((name) => existing.has(name))) {
    await changeGuest(work, ["users", key, "databases"], `to revoke ${name} from ${key}`, (options) =>
      ignoringMissing(users.revoke(work.id, splitUserKey(key), name, options), { user: key, database: name }),
    );
  }
}

/**
 * PostgreSQL names the owner of a database as the grantor, and Trove lists only what `postgres` granted (`UserQuery.list` in
 * `trove/guestagent/datastore/postgres/query.py`). It neither revokes what it does not list nor drops such a user.
 *
 * @throws {ChangeFailedError} a grant is not listed.
 */
async function assertListed(work: Reconciliation, granted: ReadonlyMap<string, readonly string[]>): Promise<void> {
  if (granted.size === 0 || !isPostgreSql(work.state.datastoreType)) return;
  const there = await listUsers(work);
  for (const [key, names] of granted) {
    const user = there.get(key);
    const unlisted = names.filter((name) => user?.databases.includes(name) === false);
    if (user === undefined || unlisted.length === 0) continue;
    // In the state are the listed grants, so that the next preview compares the program with them.
    const reached = work.reached.users?.[key];
    if (reached !== undefined) markUserApplied(work, key, { ...reached, databases: [...user.databases].sort() });
    throw ChangeFailedError.ofUnlistedGrants(work.id, formatPath(["users", key, "databases"]), unlisted);
  }
}
