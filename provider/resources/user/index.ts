import { ChildTarget } from "../children/child-target.ts";
import { deleteChild } from "../children/delete-child.ts";
import type { Context } from "../context.ts";
import { withReplacement } from "../diff/consent.ts";
import { diffArguments } from "../diff/diff-arguments.ts";
import { dropUser } from "../guest/users.ts";
import type { Difference, Resource } from "../resource.ts";
import { type UserInputs, userArguments, userOutputs } from "./arguments.ts";
import { check } from "./check.ts";
import { create } from "./create.ts";
import { read } from "./read.ts";
import { bookkeeping, isReadById, possibleKeys, type UserState } from "./state.ts";
import { update } from "./update.ts";

/** A user of an instance (`trove/extensions/common/service.py`, `UserController`). */
export const user: Resource<UserInputs, UserState> = {
  token: "User",
  noun: "user",
  howToAdopt: "import the user with the plugin (`pulumi import`)",
  description: "A user of an instance, with its grants.",
  inputs: userArguments,
  outputs: userOutputs,
  bookkeeping,
  inside: "instance",
  inlineAs: "users",
  timeouts: () => ({ create: 60, update: 60, delete: 20 }),
  check,
  diff,
  create,
  isReadById,
  read,
  update,
  delete: deleteUser,
};

async function diff(_id: string, state: UserState, inputs: UserInputs): Promise<Difference> {
  const changes = diffArguments(userArguments, state, inputs);
  const isCreated = !state.pending.includes("create");
  const unfinished = state.pending.length > 0;
  const what = isCreated ? "The previous update" : "The creation";
  return {
    // Another instance has no such user. Its replacement needed consent.
    changes: withReplacement(changes, "allowed"),
    deleteBeforeReplace: false,
    unfinished,
    unfinishedReason: unfinished ? `${what} of the user did not finish: this update completes it.` : undefined,
  };
}

async function deleteUser(_id: string, state: UserState, context: Context): Promise<void> {
  const target = new ChildTarget({ instanceId: state.instance }, context);
  await deleteChild("users", possibleKeys(state), target, (key) => dropUser(target, key, ["users", key]));
}
