import { BusyError, GuestUnreachableError, UnsupportedDatastoreError } from "../../trove/errors/status-errors.ts";
import type { TroveApi } from "../../trove/trove-api.ts";
import type { CallOptions, User } from "../../trove/types.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Context } from "../context.ts";
import type { InstanceInputs } from "../instance/arguments.ts";
import { type DeclaredContents, userKeyOf } from "./declared.ts";
import { isPostgreSql } from "./rules/postgresql-rules.ts";
import { userKeyOf } from "./user-keys.ts";

/**
 * What was declared at creation comes after ACTIVE, and the guest only logs when it fails
 * (`trove/guestagent/datastore/mysql_common/manager.py`, `prepare`): so long it is waited for before it is made again.
 */
const GRACE_MS = 60_000;

/** What is on the instance, `undefined` where nothing was declared and so nothing was asked. */
export interface GuestObjects {
  readonly databases: ReadonlySet<string> | undefined;
  readonly users: ReadonlyMap<string, User> | undefined;
}

/**
 * Lists the databases and users of an instance, as far as the program declares any; the databases also where it declares
 * grants, which count only for what is there.
 */
export async function listGuestObjects(id: string, inputs: DeclaredContents, context: Context): Promise<GuestObjects> {
  const { trove, signal } = context;
  const users = inputs.users === undefined ? undefined : await fetchUsers(id, trove, { signal });
  const hasGrants = Object.values(inputs.users ?? {}).some((user) => user.databases !== undefined);
  const databases =
    inputs.databases !== undefined || hasGrants ? await fetchDatabases(id, trove, { signal }) : undefined;
  return { databases, users };
}

export async function fetchDatabases(id: string, trove: TroveApi, options: CallOptions): Promise<ReadonlySet<string>> {
  return new Set(await Array.fromAsync(trove.databases.list(id, options)));
}

/** By their keys. */
export async function fetchUsers(
  id: string,
  trove: TroveApi,
  options: CallOptions,
): Promise<ReadonlyMap<string, User>> {
  return new Map((await Array.fromAsync(trove.users.list(id, options))).map((user) => [userKeyOf(user), user]));
}

/**
 * Waits until every declared database and user is there, or so long that they will not come by themselves: then they are
 * made as any other that is missing. Where the cloud does not list those of the datastore, what the create request
 * declared counts as made, unless the instance was taken over: then the declared
 * values of that request are unknown.
 *
 * @param datastore by name: PostgreSQL makes a user without a grant that it cannot make, or that Trove cannot list.
 * @returns the names and keys of those that did not come, or came without their grants.
 */
export async function awaitDeclared(
  id: string,
  inputs: DeclaredContents,
  context: Context,
  isTakenOver: boolean,
  datastore: string,
): Promise<readonly string[]> {
  const declared = [...Object.keys(inputs.databases ?? {}), ...Object.keys(inputs.users ?? {})];
  if (declared.length === 0) return [];
  try {
    return await awaitListed(id, inputs, context, isPostgreSql(datastore));
  } catch (error) {
    if (!(error instanceof UnsupportedDatastoreError)) throw error;
    if (isTakenOver) return declared;
    context.log.warn(
      `The create request of instance ${id} declared ${declared.join(", ")}, and nothing can show whether they were made: ` +
        `this cloud's Trove neither lists nor changes databases and users of this datastore (${error.serverMessage}). ` +
        "Later changes of databases and users are refused: make them with SQL.",
    );
    return [];
  }
}

async function awaitListed(
  id: string,
  inputs: DeclaredContents,
  context: Context,
  withGrants: boolean,
): Promise<readonly string[]> {
  const inTime = Math.min(context.deadline.at, context.clock.now() + GRACE_MS);
  const { missing, ungranted } = await waitFor({
    what: `the declared databases and users of instance ${id}`,
    observe: async () => {
      const isLast = context.clock.now() >= inTime;
      const { missing, users } = await missingOf(id, inputs, context, isLast);
      return { isLast, missing, ungranted: withGrants ? ungrantedOf(inputs.users, users) : [] };
    },
    status: (seen) => (isComplete(seen) ? "all there" : "not all there yet"),
    progress: () => "ACTIVE, creating databases and users",
    until: (seen) => seen.isLast || isComplete(seen),
    deadline: context.deadline,
    clock: context.clock,
    signal: context.signal,
    log: context.log,
  });
  if (missing.length > 0) {
    context.log.warn(`Trove did not make ${missing.join(", ")} with the instance; making them now.`);
  }
  if (ungranted.length > 0) {
    context.log.warn(`Trove does not list all declared grants of ${ungranted.join(", ")}; making them again now.`);
  }
  return [...missing, ...ungranted];
}

interface Incomplete {
  readonly missing: readonly string[];
  readonly ungranted: readonly string[];
}

function isComplete({ missing, ungranted }: Incomplete): boolean {
  return missing.length === 0 && ungranted.length === 0;
}

/** The users that are there without a declared grant. */
function ungrantedOf(declared: DeclaredContents["users"] = {}, users: ReadonlyMap<string, User> | undefined): string[] {
  return Object.entries(declared).flatMap(([key, { databases = [] }]) => {
    const user = users?.get(key);
    return user === undefined || databases.every((name) => user.databases.includes(name)) ? [] : [key];
  });
}

/**
 * A guest that is busy or does not answer yet is one that lacks everything so far. It makes the users last, so that as
 * long as one is missing the databases are asked for only to have it `exact`.
 */
async function missingOf(
  id: string,
  inputs: DeclaredContents,
  context: Context,
  exact: boolean,
): Promise<{ readonly missing: string[]; readonly users?: ReadonlyMap<string, User> | undefined }> {
  const { trove, signal } = context;
  const names = Object.keys(inputs.databases ?? {});
  const keys = Object.keys(inputs.users ?? {});
  try {
    const users = keys.length === 0 ? undefined : await fetchUsers(id, trove, { signal });
    const missing = keys.filter((key) => !users?.has(key));
    if (names.length === 0 || (missing.length > 0 && !exact)) return { missing, users };
    const databases = await fetchDatabases(id, trove, { signal });
    return { missing: [...names.filter((name) => !databases.has(name)), ...missing], users };
  } catch (error) {
    if (!(error instanceof BusyError || error instanceof GuestUnreachableError)) throw error;
    return { missing: [...names, ...keys] };
  }
}
