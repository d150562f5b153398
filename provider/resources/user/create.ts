import type { Instance } from "../../trove/types.ts";
import { ChildTarget, newerLists } from "../children/child-target.ts";
import { createChild } from "../children/create-child.ts";
import type { Context } from "../context.ts";
import { toRefusals } from "../diff/property-change.ts";
import { RefusedError } from "../errors/refused-error.ts";
import { hasPassword } from "../guest/rules/new-users.ts";
import { createUser } from "../guest/users.ts";
import { waitUntilCreated } from "../guest/wait-for-names.ts";
import { readInstance } from "../instance-actions/read-instance.ts";
import { recordInputs } from "../managed-inputs.ts";
import type { Created } from "../resource.ts";
import { same } from "../values/same.ts";
import { applyGrants, applyPassword } from "./apply.ts";
import { type UserInputs, userArguments } from "./arguments.ts";
import { declaredKey, type UserState, uriOf } from "./state.ts";

/** Creates a user with its grants, and waits until the guest agent has created it. */
export async function create(inputs: UserInputs, context: Context): Promise<Created<UserState>> {
  // Before anything exists: nothing may fail between Trove's response and the state that records the user.
  const cloud = await context.trove.cloud({ signal: context.signal });
  const instance = await readInstance({ instanceId: inputs.instance, context });
  const target = new ChildTarget({ instanceId: instance.id, datastoreType: instance.datastore.type }, context);
  const key = declaredKey(inputs);
  const state = { ...stateOf(inputs, instance), cloud, pending: [] };
  return createChild(
    {
      kind: "users",
      key,
      unfinished: { ...state, pending: ["create"] },
      request: () => requestUser(target, key, inputs),
      takeOver: () => applyPassword(target, key, inputs),
      complete: async () => {
        await completeUser(target, key, inputs);
        return state;
      },
    },
    target,
  );
}

/** The state of a user with these inputs, and what the instance shows. */
export function stateOf(
  inputs: UserInputs,
  instance: Instance,
  before?: UserState,
): Omit<UserState, "cloud" | "pending"> {
  const recorded = { ...recordInputs(userArguments, inputs, before), host: inputs.host ?? before?.host ?? "%" };
  return { ...recorded, uri: uriOf(recorded, instance), datastoreType: instance.datastore.type };
}

/** @throws {RefusedError} the program declares no password, so that the user can only be one that exists */
export async function requestUser(
  target: ChildTarget,
  key: string,
  { password, databases }: UserInputs,
): Promise<void> {
  const user = { password, databases };
  if (!hasPassword(user)) {
    const reason = "is required to create the user, which the instance does not have";
    throw new RefusedError(`Creating user ${JSON.stringify(key)}`, toRefusals([{ path: "password", reason }]));
  }
  await createUser(target, key, user, ["users", key]);
}

/**
 * Waits for a user that was requested or taken over, then makes its grants those that are declared. PostgreSQL creates a user
 * without a grant that it cannot make, and reports no error. One that existed, or was requested by a program that declared
 * others, may have more.
 */
export async function completeUser(target: ChildTarget, key: string, inputs: UserInputs): Promise<void> {
  const { password, databases } = inputs;
  const users = await waitUntilCreated(target, "users", { [key]: { password, databases } }, newerLists("users"));
  const user = users.get(key);
  if (user === undefined || databases === undefined || same(user.databases.toSorted(), databases.toSorted())) return;
  await target.exclusively(() => applyGrants(target, key, inputs, user));
}
