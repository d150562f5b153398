import type { Context } from "../resource.ts";
import type { InstanceInputs } from "./inputs.ts";
import type { InstanceState } from "./state.ts";
import { tryLookup } from "./try-lookup.ts";

/**
 * The state of a replica with the configuration group that it has now, where its source's update in this process may have
 * changed it: from 26 on Trove detaches a group from the replicas too (`trove/instance/service.py`, `_modify_instance`).
 *
 * Only where the program still declares the group of the state. Any other difference is a change already, and a state
 * that agreed with the program here would never be saved.
 */
export async function withGroupOfReplica(
  id: string,
  state: InstanceState,
  { configuration: wanted }: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  const { changedWithSource, declaredGroups } = context.run;
  const was = state.declared.includes("configuration") ? state.configuration : undefined;
  if (wanted === undefined || wanted !== was) return state;
  declaredGroups.set(id, wanted);
  if (!changedWithSource.has(id)) return state;
  const seen = await tryLookup(context, () => context.poller.look(id, context.signal));
  if (seen === undefined || seen.configurationId === wanted) return state;
  if (seen.configurationId !== undefined) return { ...state, configuration: seen.configurationId };
  const { configuration: _, ...others } = state;
  return { ...others, declared: state.declared.filter((name) => name !== "configuration") };
}
