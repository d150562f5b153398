import { warnOnce } from "../../../core/log.ts";
import type { Instance } from "../../../trove/types.ts";
import { tryLookup } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";
import { unconsentedRestart } from "./group-restart.ts";

/**
 * The state of a replica with its current configuration group, if an update of its source in this process may have changed
 * the group: Trove 26 and later detach a group from the replicas too (`trove/instance/service.py`, `_modify_instance`).
 *
 * Only if the program still declares the group of the state: any other difference is a change already, and a state that
 * agreed with the program here would never be saved.
 *
 * If attaching the group again needs a restart without consent, the state keeps the group and a warning is logged. The
 * program has not changed, so no preview could refuse that. A resumed update compares with the cloud itself.
 */
export async function withCurrentGroup(
  id: string,
  state: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  const { configuration: declared } = inputs;
  const { changedWithSource, declared: declaredGroups } = context.replicaGroups;
  const saved = state.declared.includes("configuration") ? state.configuration : undefined;
  if (declared === undefined || declared !== saved) return state;
  declaredGroups.set(id, declared);
  if (!changedWithSource.has(id)) return state;
  const instance = await tryLookup(context, () => context.poller.get(id, context.signal));
  if (instance === undefined || instance.configurationId === declared) return state;
  if (await needsConsent(instance, state, inputs, context)) {
    await warnOfLostGroup(instance, declared, context);
    return state;
  }
  if (instance.configurationId !== undefined) return { ...state, configuration: instance.configurationId };
  const { configuration: _, ...others } = state;
  return { ...others, declared: state.declared.filter((name) => name !== "configuration") };
}

/** Whether the declared group can only be attached with a restart without consent. If the lookup fails, it is tried. */
async function needsConsent(instance: Instance, state: InstanceState, inputs: InstanceInputs, context: Context) {
  if (state.pending.includes("update")) return false;
  return (await tryLookup(context, () => unconsentedRestart(instance, inputs, context))) !== undefined;
}

async function warnOfLostGroup({ id, configurationId }: Instance, declared: string, context: Context): Promise<void> {
  // The diff and the update both find it.
  await warnOnce(
    context,
    `lost group of ${id}`,
    `Trove changed the configuration group of replica ${id} together with that of its source: the replica has ` +
      `${configurationId ?? "none"}, and the program declares ${declared}. Attaching that again requires a restart, which the ` +
      "program does not allow, so the replica keeps its group. " +
      "Set allow: { restart: true } for the replica and run `pulumi up --refresh`.",
  );
}
