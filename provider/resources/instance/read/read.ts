import { unlessGone } from "../../../trove/errors/is-gone.ts";
import type { Instance } from "../../../trove/types.ts";
import type { Context } from "../../context.ts";
import { declaredInputs } from "../../managed-state.ts";

import type { Read, ReadById, ReadManaged } from "../../resource.ts";
import type { InstanceInputs } from "../arguments.ts";
import { type InstanceState, isReadById, toState } from "../state.ts";

import { currentContents } from "./current-contents.ts";
import { currentInputs } from "./current-inputs.ts";
import { readById } from "./read-by-id.ts";

/** Reads an instance: its state, and the declared arguments at their current values. */
export async function read(
  { id, state, withInputs = false }: ReadManaged<InstanceState> | ReadById,
  context: Context,
): Promise<Read<InstanceInputs, InstanceState> | undefined> {
  const isManaged = state !== undefined && !isReadById(state);
  if (isManaged) context.knownIds.claim(id);
  const instance = await unlessGone(context.poller.getRecent(id, context.signal), { instance: id });
  if (instance === undefined) return undefined;
  const cloud = await context.trove.cloud({ signal: context.signal });
  return isManaged
    ? readManaged(instance, state, cloud, context)
    : readById(instance, state, withInputs, cloud, context);
}

async function readManaged(
  instance: Instance,
  state: InstanceState,
  cloud: InstanceState["cloud"],
  context: Context,
): Promise<Read<InstanceInputs, InstanceState> | undefined> {
  const declared = declaredInputs(state);
  const contents = await currentContents(instance.id, declared, state, context);
  if (contents === undefined) return undefined;
  const inputs = { ...(await currentInputs(declared, state, instance, context)), ...contents };
  warnOfGrowth(declared, instance, context);
  return { state: toState(inputs, instance, cloud, state), inputs };
}

function warnOfGrowth(declared: InstanceInputs, { id, volumeSize }: Instance, context: Context): void {
  const size = declared.volume?.size;
  if (size === undefined || volumeSize === undefined || volumeSize <= size) return;
  context.log.warn(
    `The volume of instance ${id} was grown to ${volumeSize} GiB outside this program. ` +
      `Declare volume: { size: ${volumeSize} }.`,
  );
}
