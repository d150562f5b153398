import { BusyError, GuestUnreachableError, UnsupportedDatastoreError } from "../../trove/errors/status-errors.ts";
import type { User } from "../../trove/types.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Context } from "../context.ts";
import type { DeclaredContents, DeclaredUsers } from "./declared.ts";
import { isPostgreSql } from "./rules/postgresql-rules.ts";
import { fetchDatabases, fetchUsers } from "./shared/fetch-contents.ts";

/**
 * How long to wait for the databases and users of a create request before they are requested again. The guest agent makes
 * them once the instance is ACTIVE, and only logs a failure (`trove/guestagent/datastore/mysql_common/manager.py`,
 * `prepare`).
 */
const GRACE_MS = 60_000;

/** A new instance, and what a create request declared on it. */
export interface CreatedInstance {
  readonly instanceId: string;
  readonly datastoreType: string;
  readonly declared: DeclaredContents;
  /**
   * Whether `declared` is what the create request declared. Not if the instance was adopted: then another operation
   * created it, and what it declared is unknown.
   */
  readonly isRequested: boolean;
}

/**
 * Waits until every declared database and user of a new instance exists, at most for the grace period. If the cloud does
 * not list those of the datastore, what the create request declared counts as created.
 *
 * @returns the names and keys of those that do not exist, or lack declared grants.
 */
export async function awaitCreatedContents(created: CreatedInstance, context: Context): Promise<readonly string[]> {
  const { instanceId, declared, isRequested } = created;
  const names = [...Object.keys(declared.databases ?? {}), ...Object.keys(declared.users ?? {})];
  if (names.length === 0) return [];
  try {
    const { missing, ungranted } = await awaitListed(created, context);
    if (missing.length > 0) {
      context.log.warn(`Trove did not create ${missing.join(", ")} with the instance; creating them now.`);
    }
    if (ungranted.length > 0) {
      context.log.warn(`Trove does not list all declared grants of ${ungranted.join(", ")}; granting them again now.`);
    }
    return [...missing, ...ungranted];
  } catch (error) {
    if (!(error instanceof UnsupportedDatastoreError)) throw error;
    if (!isRequested) return names;
    context.log.warn(
      `The create request of instance ${instanceId} declared ${names.join(", ")}, and their creation cannot be verified: ` +
        `this cloud's Trove neither lists nor changes databases and users of this datastore (${error.serverMessage}). ` +
        "Later changes of databases and users are refused: use SQL for them.",
    );
    return [];
  }
}

interface Incomplete {
  readonly missing: readonly string[];
  readonly ungranted: readonly string[];
}

async function awaitListed(created: CreatedInstance, context: Context): Promise<Incomplete> {
  const { instanceId, declared, datastoreType } = created;
  // PostgreSQL's guest agent creates a user without a grant that it cannot make, or that Trove cannot list.
  const withGrants = isPostgreSql(datastoreType);
  const graceEnd = Math.min(context.deadline.at, context.clock.now() + GRACE_MS);
  return waitFor({
    what: `the declared databases and users of instance ${instanceId}`,
    observe: async () => {
      const isLast = context.clock.now() >= graceEnd;
      const { missing, users } = await findMissing(instanceId, declared, context, isLast);
      return { isLast, missing, ungranted: withGrants ? ungrantedOf(declared.users, users) : [] };
    },
    status: (seen) => (isComplete(seen) ? "all created" : "not all created yet"),
    progress: () => "ACTIVE, creating databases and users",
    until: (seen) => seen.isLast || isComplete(seen),
    deadline: context.deadline,
    clock: context.clock,
    signal: context.signal,
    log: context.log,
  });
}

function isComplete({ missing, ungranted }: Incomplete): boolean {
  return missing.length === 0 && ungranted.length === 0;
}

/** The users that exist without a declared grant. */
function ungrantedOf(declared: DeclaredUsers = {}, users: ReadonlyMap<string, User> | undefined): string[] {
  return Object.entries(declared).flatMap(([key, { databases = [] }]) => {
    const user = users?.get(key);
    return user === undefined || databases.every((name) => user.databases.includes(name)) ? [] : [key];
  });
}

/**
 * Lists what is missing; everything while the guest agent is busy or does not answer. The agent creates users last, so
 * while one is missing the databases are listed only for an exact answer.
 */
async function findMissing(
  id: string,
  declared: DeclaredContents,
  { trove, signal }: Context,
  isExact: boolean,
): Promise<{ readonly missing: string[]; readonly users?: ReadonlyMap<string, User> | undefined }> {
  const names = Object.keys(declared.databases ?? {});
  const keys = Object.keys(declared.users ?? {});
  try {
    const users = keys.length === 0 ? undefined : await fetchUsers(id, trove, { signal });
    const missing = keys.filter((key) => !users?.has(key));
    if (names.length === 0 || (missing.length > 0 && !isExact)) return { missing, users };
    const databases = await fetchDatabases(id, trove, { signal });
    return { missing: [...names.filter((name) => !databases.has(name)), ...missing], users };
  } catch (error) {
    if (!(error instanceof BusyError || error instanceof GuestUnreachableError)) throw error;
    return { missing: [...names, ...keys] };
  }
}
