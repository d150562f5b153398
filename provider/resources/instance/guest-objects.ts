import { BusyError } from "../../trove/errors/busy-error.ts";
import { GuestUnreachableError } from "../../trove/errors/guest-unreachable-error.ts";
import type { User } from "../../trove/types.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Context } from "../resource.ts";
import { type InstanceInputs, splitUserKey, userKeyOf } from "./inputs.ts";

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

/** Waits until every declared database and user is there; makes what is missing after a minute, and waits again. */
export async function ensureDeclared(id: string, inputs: InstanceInputs, context: Context): Promise<void> {
  if (countDeclared(inputs) === 0) return;
  const inTime = Math.min(context.deadline.at, context.clock.now() + GRACE_MS);
  const missing = await waitForDeclared(
    id,
    inputs,
    context,
    (now) => context.clock.now() >= inTime || now.length === 0,
  );
  if (missing.length === 0) return;
  context.log.warn(`Trove did not make ${missing.join(", ")} with the instance; making them now.`);
  await createMissing(id, inputs, context);
  await waitForDeclared(id, inputs, context, (now) => now.length === 0);
}

function countDeclared(inputs: InstanceInputs): number {
  return Object.keys(inputs.databases ?? {}).length + Object.keys(inputs.users ?? {}).length;
}

function waitForDeclared(
  id: string,
  inputs: InstanceInputs,
  context: Context,
  until: (missing: readonly string[]) => boolean,
): Promise<readonly string[]> {
  return waitFor({
    what: `the declared databases and users of instance ${id}`,
    observe: () => missingOf(id, inputs, context),
    status: (missing) => (missing.length === 0 ? "all there" : `${missing.length} missing`),
    until,
    deadline: context.deadline,
    clock: context.clock,
    signal: context.signal,
  });
}

/** A guest that is busy or does not answer yet is one that lacks everything so far. */
async function missingOf(id: string, inputs: InstanceInputs, context: Context): Promise<readonly string[]> {
  try {
    const there = await listGuestObjects(id, inputs, context);
    return [...missingDatabases(inputs, there), ...missingUsers(inputs, there)];
  } catch (error) {
    if (!(error instanceof BusyError || error instanceof GuestUnreachableError)) throw error;
    return [...Object.keys(inputs.databases ?? {}), ...Object.keys(inputs.users ?? {})];
  }
}

function missingDatabases(inputs: InstanceInputs, there: GuestObjects): string[] {
  return Object.keys(inputs.databases ?? {}).filter((name) => !there.databases?.has(name));
}

function missingUsers(inputs: InstanceInputs, there: GuestObjects): string[] {
  return Object.keys(inputs.users ?? {}).filter((key) => !there.users?.has(key));
}

/** One request each: many in one are made in sequence and stop at the first that fails. */
async function createMissing(id: string, inputs: InstanceInputs, context: Context): Promise<void> {
  const there = await listGuestObjects(id, inputs, context);
  const options = { signal: context.signal };
  for (const name of missingDatabases(inputs, there)) {
    await context.trove.databases.create(id, [{ name, ...inputs.databases?.[name] }], options);
  }
  if (missingDatabases(inputs, there).length > 0) {
    await waitForDeclared(id, { databases: inputs.databases }, context, (missing) => missing.length === 0);
  }
  for (const key of missingUsers(inputs, there)) {
    const user = inputs.users?.[key];
    if (user !== undefined) await context.trove.users.create(id, [{ ...splitUserKey(key), ...user }], options);
  }
}
