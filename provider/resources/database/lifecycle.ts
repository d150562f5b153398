import { parseChildId } from "../children/child-id.ts";
import { ChildTarget, newerLists } from "../children/child-target.ts";
import { createChild } from "../children/create-child.ts";
import { deleteChild } from "../children/delete-child.ts";
import { lookInside } from "../children/read-child.ts";
import type { Context } from "../context.ts";
import { InterruptedError } from "../errors/interrupted-error.ts";
import { createDatabase, dropDatabase } from "../guest/databases.ts";
import { waitUntilCreated } from "../guest/wait-for-names.ts";
import { recordInputs } from "../managed-inputs.ts";
import { declaredInputs } from "../managed-state.ts";
import type { Created, Read, ReadById, ReadManaged } from "../resource.ts";
import { type DatabaseInputs, databaseArguments } from "./arguments.ts";
import { type DatabaseState, isReadById } from "./state.ts";

/** Creates a database, and waits until the guest agent has created it. */
export async function create(inputs: DatabaseInputs, context: Context): Promise<Created<DatabaseState>> {
  const { instance: instanceId, name } = inputs;
  // Before anything exists: nothing may fail between Trove's response and the state that records the database.
  const cloud = await context.trove.cloud({ signal: context.signal });
  const target = await ChildTarget.of(instanceId, false, context);
  const state: DatabaseState = { ...recordInputs(databaseArguments, inputs), cloud, pending: [] };
  return createChild(
    {
      kind: "databases",
      key: name,
      unfinished: { ...state, pending: ["create"] },
      request: () => request(target, inputs),
      takeOver: async () => {},
      complete: async () => {
        await waitUntilCreated(target, "databases", { [name]: inputs }, newerLists("databases"));
        return state;
      },
    },
    target,
  );
}

function request(target: ChildTarget, { name, characterSet, collate }: DatabaseInputs): Promise<void> {
  return createDatabase(target, name, { characterSet, collate }, ["databases", name]);
}

/** Records the arguments. Completes a create that was interrupted. */
export async function update(
  id: string,
  state: DatabaseState,
  inputs: DatabaseInputs,
  context: Context,
): Promise<DatabaseState> {
  const recorded: DatabaseState = { ...state, ...recordInputs(databaseArguments, inputs, state), pending: [] };
  if (!state.pending.includes("create")) return recorded;
  const { instance: instanceId, name } = state;
  try {
    const target = await ChildTarget.of(instanceId, true, context);
    await target.exclusively(async () => {
      if (!(await target.freshlyListed("databases")).has(name)) await request(target, inputs);
    });
    await waitUntilCreated(target, "databases", { [name]: inputs }, newerLists("databases"));
    return recorded;
  } catch (error) {
    throw new InterruptedError(id, { ...recorded, pending: ["create"] }, error);
  }
}

export async function read(
  { id, state }: ReadManaged<DatabaseState> | ReadById,
  context: Context,
): Promise<Read<DatabaseInputs, DatabaseState> | undefined> {
  const { instanceId, key: name } = parseChildId(id, "<instance id>/<name>");
  const look = async () =>
    (await context.guestLists.recent("databases", instanceId, context)).listed.has(name) || undefined;
  const found = await lookInside(
    instanceId,
    `Database ${JSON.stringify(name)} of instance ${instanceId}`,
    look,
    context,
  );
  const isManaged = state !== undefined && !isReadById(state);
  // What an interrupted create has requested may still come.
  if (found === "gone" && !state?.pending.includes("create")) return undefined;
  if (isManaged) return { state, inputs: declaredInputs(state) as DatabaseInputs };
  const cloud = await context.trove.cloud({ signal: context.signal });
  const inputs = { instance: instanceId, name };
  return { state: { ...inputs, cloud, declared: [], pending: [], imported: true }, inputs };
}

export async function deleteDatabase(_id: string, state: DatabaseState, context: Context): Promise<void> {
  const target = new ChildTarget({ instanceId: state.instance }, context);
  await deleteChild("databases", [state.name], target, (name) => dropDatabase(target, name, ["databases", name]));
}
