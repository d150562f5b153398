import type { User } from "../../trove/types.ts";
import { ChildTarget, newerLists } from "../children/child-target.ts";
import { ChildGoneError } from "../children/errors.ts";
import type { Context } from "../context.ts";
import { InterruptedError } from "../errors/interrupted-error.ts";
import { isPostgreSql } from "../guest/rules/postgresql-rules.ts";
import { splitUserKey, userKeyOf } from "../guest/user-keys.ts";
import { renameUser } from "../guest/users.ts";
import { listIncludingLate, waitUntilRenamed } from "../guest/wait-for-names.ts";
import { readInstance } from "../instance-actions/read-instance.ts";
import { same } from "../values/same.ts";
import { applyGrants, applyPassword } from "./apply.ts";
import type { UserInputs } from "./arguments.ts";
import { completeUser, requestUser, stateOf } from "./create.ts";
import { declaredKey, possibleKeys, type UserState } from "./state.ts";

/** An update in progress: what it changes, and the state that is saved if it stops now. */
interface Progress {
  readonly target: ChildTarget;
  readonly inputs: UserInputs;
  readonly before: UserState;
  state: UserState;
}

/** Changes a user to what the program declares, from wherever the last operation stopped. */
export async function update(id: string, before: UserState, inputs: UserInputs, context: Context): Promise<UserState> {
  const instance = await readInstance({ instanceId: before.instance, context });
  const updated = { ...before, ...stateOf(inputs, instance, before), pending: [], renamedTo: undefined };
  if (!isRequestNeeded(before, updated)) return updated;
  const isResuming = before.pending.length > 0;
  const child = { instanceId: before.instance, datastoreType: instance.datastore.type, isResuming };
  const progress: Progress = { target: new ChildTarget(child, context), inputs, before, state: withPending(before) };
  try {
    if (before.pending.includes("create")) await resumeCreate(progress);
    else await progress.target.exclusively(() => change(progress));
    return updated;
  } catch (error) {
    if (progress.target.changedPaths.size === 0 && !isResuming) throw error;
    throw new InterruptedError(id, progress.state, error, [...progress.target.changedPaths]);
  }
}

function withPending(state: UserState): UserState {
  return state.pending.length > 0 ? state : { ...state, pending: ["update"] };
}

function isRequestNeeded(before: UserState, updated: UserState): boolean {
  const isChanged = ({ name, host, password, databases }: UserState, other: UserState) =>
    name !== other.name ||
    host !== other.host ||
    (password !== undefined && password !== other.password) ||
    (databases !== undefined && !same(databases, other.databases));
  return before.pending.length > 0 || isChanged(updated, before);
}

/** The interrupted request can still take effect, and may have had another password and other grants. */
async function resumeCreate({ target, inputs, before }: Progress): Promise<void> {
  const key = userKeyOf(before);
  await target.exclusively(async () => {
    if (!(await target.freshlyListed("users")).has(key)) await requestUser(target, key, inputs);
  });
  await completeUser(target, key, inputs);
  const wanted = declaredKey(inputs, before);
  await target.exclusively(async () => {
    if (wanted !== key) await rename(target, key, wanted);
    await applyPassword(target, wanted, inputs);
  });
}

async function change(progress: Progress): Promise<void> {
  const { target, inputs, before } = progress;
  const wanted = declaredKey(inputs, before);
  const found = await find(progress, wanted);
  const user = found.key === wanted ? found.user : await changeIdentity(progress, found.key, wanted);
  // PostgreSQL forgets a password that is hashed with the name.
  const isForgotten = found.key !== wanted && isPostgreSql(target.datastoreType);
  if (target.isResuming || isForgotten || inputs.password !== before.password) {
    await applyPassword(target, wanted, inputs);
    progress.state = { ...progress.state, password: inputs.password };
  }
  await applyGrants(target, wanted, inputs, user);
}

/**
 * Finds the user under one of the identities that it may have: an interrupted update may have renamed it. If that was killed,
 * the state does not say so.
 */
async function find(
  { target, before }: Progress,
  wanted: string,
): Promise<{ readonly key: string; readonly user: User }> {
  const own = possibleKeys(before);
  const keys = target.context.settings.resumeInterrupted ? [...new Set([...own, wanted])] : own;
  const users = await (before.renamedTo === undefined
    ? target.freshlyListed("users")
    : listIncludingLate(target, newerLists("users"), own));
  for (const key of keys) {
    const user = users.get(key);
    if (user !== undefined) return { key, user };
  }
  throw new ChildGoneError("User", userKeyOf(before), target.instanceId, users.has(wanted) ? wanted : undefined);
}

async function changeIdentity(progress: Progress, from: string, to: string): Promise<User> {
  // An update that was interrupted earlier may have renamed it, too.
  progress.state = { ...progress.state, ...splitUserKey(from), renamedTo: to };
  const user = await rename(progress.target, from, to);
  progress.state = { ...progress.state, ...splitUserKey(to), renamedTo: undefined };
  return user;
}

async function rename(target: ChildTarget, from: string, to: string): Promise<User> {
  const path = splitUserKey(from).name === splitUserKey(to).name ? ["users", to, "host"] : ["users", to, "name"];
  await renameUser(target, from, to, path);
  const user = (await waitUntilRenamed(target, to, newerLists("users"))).get(to);
  if (user === undefined) throw new Error("a wait for a user ends when it is listed");
  return user;
}
