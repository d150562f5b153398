import { isGone } from "../../../trove/errors/is-gone.ts";
import { BusyError, GuestUnreachableError, UnsupportedDatastoreError } from "../../../trove/errors/status-errors.ts";

import type { Context } from "../../context.ts";
import { type GuestObjects, listGuestObjects } from "../../guest/guest-objects.ts";
import type { DeclaredUser, InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";

type Contents = Pick<InstanceInputs, "databases" | "users">;

/**
 * The declared databases and users that exist. They stay as they were
 * - if the guest agent cannot be asked, with a warning;
 * - if the cloud does not list those of the datastore: the create has warned of that;
 * - after an interrupted create or update: the guest agent may still apply its requests, and the next update checks that.
 *
 * @returns `undefined` if the instance no longer exists
 */
export async function currentContents(
  id: string,
  declared: InstanceInputs,
  state: InstanceState,
  context: Context,
): Promise<Contents | undefined> {
  if (state.pending.length > 0) return {};
  if (declared.databases === undefined && declared.users === undefined) return {};
  try {
    return existingContents(declared, await listGuestObjects(id, declared, context));
  } catch (error) {
    if (isGone(error, { instance: id })) return undefined;
    if (error instanceof UnsupportedDatastoreError) return {};
    if (!(error instanceof BusyError || error instanceof GuestUnreachableError)) throw error;
    context.log.warn(`The databases and users of instance ${id} could not be read: ${error.message}`);
    return {};
  }
}

/** The declared databases and users that are among the listed ones, with the grants that they have. */
export function existingContents(declared: Contents, listed: GuestObjects): Contents {
  const { databases, users } = declared;
  return {
    ...(databases === undefined ? {} : { databases: existingDatabases(databases, listed) }),
    ...(users === undefined ? {} : { users: existingUsers(users, listed) }),
  };
}

function existingDatabases(databases: NonNullable<Contents["databases"]>, listed: GuestObjects) {
  return Object.fromEntries(Object.entries(databases).filter(([name]) => listed.databases?.has(name)));
}

function existingUsers(users: NonNullable<Contents["users"]>, listed: GuestObjects) {
  return Object.fromEntries(
    Object.entries(users).flatMap(([key, user]) => {
      const existing = listed.users?.get(key);
      return existing === undefined ? [] : [[key, withCurrentGrants(user, existing.databases, listed)]];
    }),
  );
}

/** Trove keeps the grants of a dropped database, which have no effect. */
function withCurrentGrants(user: DeclaredUser, granted: readonly string[], listed: GuestObjects): DeclaredUser {
  if (user.databases === undefined) return user;
  return { ...user, databases: granted.filter((name) => listed.databases?.has(name)).sort() };
}
