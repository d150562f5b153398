import { unlessGone } from "../../trove/errors/is-gone.ts";
import type { Instance } from "../../trove/types.ts";
import { isOutOfReach } from "../out-of-reach.ts";
import type { Context } from "../resource.ts";
import { declaredInputs, type InstanceState, inService, toState } from "./state.ts";

/**
 * The state of an instance that nobody saw in service, brought up to date where it has come there meanwhile: from then
 * on it may hold data, so that nothing may replace it without consent.
 */
export async function asBuilt(id: string, state: InstanceState, context: Context): Promise<InstanceState> {
  if (state.built || context.run.outOfReach) return state;
  const instance = await look(id, context);
  if (instance === undefined || !inService(instance)) return state;
  return toState(declaredInputs(state), instance, state.cloud, state);
}

async function look(id: string, { poller, signal }: Context): Promise<Instance | undefined> {
  try {
    return await unlessGone(poller.read(id, signal), { instance: id });
  } catch (error) {
    if (!isOutOfReach(error)) throw error;
    return undefined;
  }
}
