import { BusyError } from "../../trove/errors/busy-error.ts";
import { GuestUnreachableError } from "../../trove/errors/guest-unreachable-error.ts";
import type { User } from "../../trove/types.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Context } from "../resource.ts";
import { type InstanceInputs, userKeyOf } from "./inputs.ts";

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

/** Lists the databases and users of an instance, as far as the program declares any. */
export async function listGuestObjects(id: string, inputs: InstanceInputs, context: Context): Promise<GuestObjects> {
  const options = { signal: context.signal };
  const wantsUsers = inputs.users !== undefined;
  const databases =
    inputs.databases !== undefined || wantsUsers
      ? new Set(await Array.fromAsync(context.trove.databases.list(id, options)))
      : undefined;
  const users = wantsUsers
    ? new Map((await Array.fromAsync(context.trove.users.list(id, options))).map((user) => [userKeyOf(user), user]))
    : undefined;
  return { databases, users };
}

/**
 * Waits until every declared database and user is there, or so long that they will not come by themselves: then they are
 * made as any other that is missing.
 *
 * @returns the names and keys of those that did not come.
 */
export async function awaitDeclared(id: string, inputs: InstanceInputs, context: Context): Promise<readonly string[]> {
  const declared = [...Object.keys(inputs.databases ?? {}), ...Object.keys(inputs.users ?? {})];
  if (declared.length === 0) return [];
  const inTime = Math.min(context.deadline.at, context.clock.now() + GRACE_MS);
  const missing = await waitFor({
    what: `the declared databases and users of instance ${id}`,
    observe: () => missingOf(id, inputs, context),
    status: (now) => (now.length === 0 ? "all there" : `${now.length} missing`),
    until: (now) => now.length === 0 || context.clock.now() >= inTime,
    deadline: context.deadline,
    clock: context.clock,
    signal: context.signal,
  });
  if (missing.length > 0) {
    context.log.warn(`Trove did not make ${missing.join(", ")} with the instance; making them now.`);
  }
  return missing;
}

/** A guest that is busy or does not answer yet is one that lacks everything so far. */
async function missingOf(id: string, inputs: InstanceInputs, context: Context): Promise<readonly string[]> {
  const { databases = {}, users = {} } = inputs;
  try {
    const there = await listGuestObjects(id, inputs, context);
    return [
      ...Object.keys(databases).filter((name) => !there.databases?.has(name)),
      ...Object.keys(users).filter((key) => !there.users?.has(key)),
    ];
  } catch (error) {
    if (!(error instanceof BusyError || error instanceof GuestUnreachableError)) throw error;
    return [...Object.keys(databases), ...Object.keys(users)];
  }
}
