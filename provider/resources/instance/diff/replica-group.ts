import type { Instance } from "../../../trove/types.ts";
import { tryLookup } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { warnOnce } from "../../warn-once.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";
import { unconsentedRestart } from "./group-restart.ts";

/**
 * The state of a replica with the configuration group that it has now, where its source's update in this process may have
 * changed it: from 26 on Trove detaches a group from the replicas too (`trove/instance/service.py`, `_modify_instance`).
 *
 * Only where the program still declares the group of the state. Any other difference is a change already, and a state
 * that agreed with the program here would never be saved.
 *
 * A group whose return needs a restart without consent is left out with a warning: the program has not changed, so that
 * no preview could refuse it. A resumed update compares with the cloud itself.
 */
export async function withCurrentGroup(
  id: string,
  state: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  const { configuration: wanted } = inputs;
  const { changedWithSource, declared: declaredGroups } = context.replicaGroups;
  const was = state.declared.includes("configuration") ? state.configuration : undefined;
  if (wanted === undefined || wanted !== was) return state;
  declaredGroups.set(id, wanted);
  if (!changedWithSource.has(id)) return state;
  const seen = await tryLookup(context, () => context.poller.get(id, context.signal));
  if (seen === undefined || seen.configurationId === wanted) return state;
  if (await isLeftOut(seen, state, inputs, context)) {
    await warnOfLostGroup(seen, wanted, context);
    return state;
  }
  if (seen.configurationId !== undefined) return { ...state, configuration: seen.configurationId };
  const { configuration: _, ...others } = state;
  return { ...others, declared: state.declared.filter((name) => name !== "configuration") };
}

/** Whether the declared group can only return with a restart without consent; where no lookup shows it, that is tried. */
async function isLeftOut(seen: Instance, state: InstanceState, inputs: InstanceInputs, context: Context) {
  if (state.pending.includes("update")) return false;
  return (await tryLookup(context, () => unconsentedRestart(seen, inputs, context))) !== undefined;
}

async function warnOfLostGroup({ id, configurationId }: Instance, wanted: string, context: Context): Promise<void> {
  // The diff and the update both find it.
  await warnOnce(
    context,
    `lost group of ${id}`,
    `Trove changed the configuration group of replica ${id} together with that of its source: the replica has ` +
      `${configurationId ?? "none"}, and the program declares ${wanted}. To attach that again, Trove requires a restart of ` +
      "the replica, which the program does not allow, so the group is left as it is. " +
      "Set allow: { restart: true } for the replica and run `pulumi up --refresh`.",
  );
}
