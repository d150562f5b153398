import type { User } from "../../../../trove/types.ts";
import { toRefusals } from "../../../diff/property-change.ts";
import { RefusedError } from "../../../errors/refused-error.ts";
import { listDatabases } from "../../../guest/databases.ts";
import type { DeclaredUser, DeclaredUsers } from "../../../guest/declared.ts";
import { grantDatabases, revokeDatabase, unlistedGrants } from "../../../guest/grants.ts";
import { hasPassword, keysWithoutPassword, missingPasswords, type NewUser } from "../../../guest/rules/new-users.ts";
import { isPostgreSql } from "../../../guest/rules/postgresql-rules.ts";
import { createUser, dropUser, listUsers, setPassword } from "../../../guest/users.ts";
import { listIncludingLate, waitUntilCreated, waitUntilDropped } from "../../../guest/wait-for-names.ts";
import { ChangeFailedError } from "../../../instance-actions/change-failed-error.ts";
import { formatPath } from "../../../property-path.ts";
import { same } from "../../../values/same.ts";
import type { Reconciliation } from "../reconciliation.ts";

/** What the changes of the grants of several users share. */
interface GrantChanges {
  /** Lists the databases, once. */
  readonly listDatabases: () => Promise<ReadonlySet<string>>;
  /** The databases that were granted, by the keys of the users. */
  readonly granted: Map<string, readonly string[]>;
}

/** Creates the declared users that do not exist, and changes password and grants of the others as declared. */
export async function reconcileUsers(reconciliation: Reconciliation): Promise<void> {
  const { inputs, applied, isResuming } = reconciliation;
  const { users } = inputs;
  if (users === undefined || applied.isUpToDate("users")) return;
  const existing = await listUsers(reconciliation);
  const created = await createMissing(users, existing, reconciliation);
  const changes = grantChanges(reconciliation);
  for (const [key, user] of Object.entries(users)) {
    // A user that an interrupted update requested may only exist now, with an older password and older grants.
    const before = existing.get(key) ?? (isResuming ? created.get(key) : undefined);
    if (before !== undefined && (isResuming || !same(user, applied.values.users?.[key]))) {
      await updateUser(key, user, before, changes, reconciliation);
    } else if (!existing.has(key) && user.databases !== undefined) {
      // PostgreSQL creates a user without a grant on a database that does not exist, and reports no error.
      const granted = created.get(key)?.databases ?? [];
      await updateGrants(key, user.databases, granted, changes, reconciliation);
    }
  }
  await assertGrantsListed(changes.granted, reconciliation);
}

/** Drops the users that the program declared before and no longer declares, and no others. */
export async function dropUsers(reconciliation: Reconciliation): Promise<void> {
  const { inputs, applied } = reconciliation;
  const { users } = inputs;
  if (users === undefined) return applied.mark({ users: undefined });
  const dropped = Object.keys(applied.values.users ?? {}).filter((key) => !Object.hasOwn(users, key));
  if (dropped.length > 0) {
    const existing = await listIncludingLate(reconciliation, listUsers, dropped);
    const present = dropped.filter((key) => existing.has(key));
    for (const key of present) await dropUser(reconciliation, key, ["users", key]);
    await waitUntilDropped(reconciliation, "users", dropped, listUsers);
  }
  const before = applied.values.users ?? {};
  applied.mark({ users: Object.fromEntries(Object.entries(users).map(([key, user]) => [key, before[key] ?? user])) });
}

/** @returns the users on the instance after that. */
async function createMissing(
  users: DeclaredUsers,
  existing: ReadonlyMap<string, User>,
  reconciliation: Reconciliation,
): Promise<ReadonlyMap<string, User>> {
  const missing = assertCreatable(
    Object.entries(users).filter(([key]) => !existing.has(key)),
    reconciliation,
  );
  for (const [key, user] of Object.entries(missing)) {
    // From here on the user may exist, whatever the answer is: it is the program's to drop.
    markUser(key, user, reconciliation);
    await createUser(reconciliation, key, user, ["users", key]);
  }
  if (Object.keys(missing).length === 0) return existing;
  return waitUntilCreated(reconciliation, "users", missing, listUsers);
}

/** The keys of the users that the update needs to find on the instance, since it cannot create them without a password. */
export function usersToFind({ inputs, applied }: Reconciliation): string[] {
  return applied.isUpToDate("users") ? [] : keysWithoutPassword(inputs.users);
}

/**
 * Refuses users without a password that do not exist. After an interrupted update, one that it requested may still be
 * created.
 *
 * @throws {RefusedError}
 */
export async function assertUsersExist(keys: readonly string[], reconciliation: Reconciliation): Promise<void> {
  if (keys.length === 0) return;
  const existing = await listIncludingLate(reconciliation, listUsers, keys);
  refuse(
    keys.filter((key) => !existing.has(key)),
    reconciliation,
  );
}

/** @returns the users as a record, of which each has a password. */
function assertCreatable(
  missing: readonly (readonly [string, DeclaredUser])[],
  reconciliation: Reconciliation,
): Readonly<Record<string, NewUser>> {
  const creatable: Record<string, NewUser> = {};
  const refused: string[] = [];
  for (const [key, user] of missing) {
    if (hasPassword(user)) creatable[key] = user;
    else refused.push(key);
  }
  refuse(refused, reconciliation);
  return creatable;
}

function refuse(keys: readonly string[], { instanceId }: Reconciliation): void {
  if (keys.length === 0) return;
  throw new RefusedError(`Creating users on instance ${instanceId}`, toRefusals(missingPasswords(keys)));
}

function markUser(key: string, user: DeclaredUser, { applied }: Reconciliation): void {
  applied.mark({ users: { ...applied.values.users, [key]: user } });
}

/**
 * Changes what differs. Trove reports no password, so a declared one is set unless the state proves that the user has it.
 */
async function updateUser(
  key: string,
  user: DeclaredUser,
  before: User,
  changes: GrantChanges,
  reconciliation: Reconciliation,
): Promise<void> {
  const { applied, isResuming } = reconciliation;
  const { password, databases } = user;
  if (password !== undefined && (isResuming || applied.values.users?.[key]?.password !== password)) {
    await setPassword(reconciliation, key, password, ["users", key, "password"]);
    markUser(key, { ...applied.values.users?.[key], password }, reconciliation);
  }
  if (databases !== undefined) await updateGrants(key, databases, before.databases, changes, reconciliation);
  markUser(key, user, reconciliation);
}

/** Grants and revokes as declared. Grants on databases that do not exist are stale, and stay. */
async function updateGrants(
  key: string,
  declared: readonly string[],
  before: readonly string[],
  { listDatabases, granted }: GrantChanges,
  reconciliation: Reconciliation,
): Promise<void> {
  const path = ["users", key, "databases"];
  const grants = declared.filter((name) => !before.includes(name));
  if (grants.length > 0) {
    await grantDatabases(reconciliation, key, grants, path);
    granted.set(key, grants);
  }
  const undeclared = before.filter((name) => !declared.includes(name));
  if (undeclared.length === 0) return;
  const existing = await listDatabases();
  for (const name of undeclared.filter((name) => existing.has(name))) {
    await revokeDatabase(reconciliation, key, name, path);
  }
}

function grantChanges(reconciliation: Reconciliation): GrantChanges {
  let databases: Promise<ReadonlySet<string>> | undefined;
  return {
    listDatabases: () => {
      databases ??= listDatabases(reconciliation);
      return databases;
    },
    granted: new Map(),
  };
}

/** @throws {ChangeFailedError} Trove does not list a grant on PostgreSQL that it made. */
async function assertGrantsListed(
  granted: ReadonlyMap<string, readonly string[]>,
  reconciliation: Reconciliation,
): Promise<void> {
  const { instanceId, applied, datastoreType } = reconciliation;
  if (granted.size === 0 || !isPostgreSql(datastoreType)) return;
  const existing = await listUsers(reconciliation);
  for (const [key, names] of granted) {
    const user = existing.get(key);
    const unlisted = user === undefined ? [] : unlistedGrants(user, names);
    if (user === undefined || unlisted.length === 0) continue;
    // The state gets the grants that Trove lists, so that the next preview compares the program with them.
    const before = applied.values.users?.[key];
    if (before !== undefined) markUser(key, { ...before, databases: [...user.databases].sort() }, reconciliation);
    throw ChangeFailedError.ofUnlistedGrants(instanceId, formatPath(["users", key, "databases"]), unlisted);
  }
}
