import type { User } from "../../trove/types.ts";
import { type ChildTarget, newerLists } from "../children/child-target.ts";
import { grantDatabases, revokeDatabase, unlistedGrants } from "../guest/grants.ts";
import { isPostgreSql } from "../guest/rules/postgresql-rules.ts";
import { setPassword } from "../guest/users.ts";
import { ChangeFailedError } from "../instance-actions/change-failed-error.ts";

/** What a program declares of a user beside its identity. */
interface DeclaredValues {
  readonly password?: string | undefined;
  readonly databases?: readonly string[] | undefined;
}

/**
 * Sets a password. Trove does not report whether the guest agent has done so.
 *
 * @param password `undefined` if the program does not manage it
 */
export async function applyPassword(target: ChildTarget, key: string, { password }: DeclaredValues): Promise<void> {
  if (password !== undefined) await setPassword(target, key, password, ["users", key, "password"]);
}

/**
 * Grants and revokes, one by one, what differs. Grants on databases that do not exist have no effect, and stay.
 *
 * @param before the user as it was listed
 */
export async function applyGrants(
  target: ChildTarget,
  key: string,
  { databases }: DeclaredValues,
  before: User,
): Promise<void> {
  if (databases === undefined) return;
  const path = ["users", key, "databases"];
  const granted = databases.filter((name) => !before.databases.includes(name));
  for (const name of granted) await grantDatabases(target, key, [name], path);
  const undeclared = before.databases.filter((name) => !databases.includes(name));
  if (undeclared.length > 0) {
    const existing = await target.freshlyListed("databases");
    for (const name of undeclared.filter((other) => existing.has(other))) await revokeDatabase(target, key, name, path);
  }
  if (granted.length > 0 && isPostgreSql(target.datastoreType)) await assertListed(target, key, granted);
}

/** @throws {ChangeFailedError} Trove does not list a grant on PostgreSQL that it made. */
async function assertListed(target: ChildTarget, key: string, granted: readonly string[]): Promise<void> {
  const user = (await newerLists("users")(target)).get(key);
  const unlisted = user === undefined ? [] : unlistedGrants(user, granted);
  if (unlisted.length > 0) throw ChangeFailedError.ofUnlistedGrants(target.instanceId, "databases", unlisted);
}
