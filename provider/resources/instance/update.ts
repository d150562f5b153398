import { RefusedError } from "../refused-error.ts";
import type { Context } from "../resource.ts";
import { carry } from "./carry.ts";
import { diff } from "./diff.ts";
import type { InstanceInputs } from "./inputs.ts";
import { type InstanceState, toState } from "./state.ts";

/** Carries on what a create left unfinished, and takes note of what only state keeps. */
export async function update(
  id: string,
  state: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  const refused = diff(state, inputs).rows.filter(({ kind }) => kind === "refuse");
  if (refused.length > 0) throw new RefusedError(`Changing instance ${id}`, refused);
  const instance = await context.trove.instances.get(id, { signal: context.signal });
  if (!state.pending.includes("create")) return toState(inputs, instance, state.cloud, state);
  context.log.info(`Carrying on with instance ${id} (${instance.status}), whose creation was interrupted.`);
  return (await carry(instance, inputs, context, state)).state;
}
