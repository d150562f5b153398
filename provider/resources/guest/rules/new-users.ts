import { formatPath } from "../../property-path.ts";
import type { Failure } from "../../resource.ts";
import { known } from "../../values/unknown-value.ts";
import type { DeclaredUser, DeclaredUsers } from "../declared.ts";

/** A user that a request can create: Trove creates none without a password (`trove/common/apischema.py`, `users_list`). */
export type NewUser = DeclaredUser & { readonly password: string };

export function hasPassword(user: DeclaredUser): user is NewUser {
  return user.password !== undefined;
}

/** The keys of the users whose password the program does not manage, as far as they are known. */
export function keysWithoutPassword(users: DeclaredUsers | undefined): string[] {
  return Object.entries(known(users) ?? {}).flatMap(([key, user]) =>
    known(user) === undefined || hasPassword(user) ? [] : [key],
  );
}

/** The failures of users that do not exist and have no password, by their keys. */
export function missingPasswords(keys: readonly string[]): Failure[] {
  const reason = "is required to create the user, since only an existing user can be declared without one";
  return keys.map((key) => ({ path: formatPath(["users", key, "password"]), reason }));
}
