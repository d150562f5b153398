import type { Cloud } from "../../openstack/credentials.ts";
import type { ConfigurationGroup } from "../../trove/types.ts";
import { currentValues } from "../configuration-groups/values.ts";
import type { Context } from "../context.ts";
import { findInstance } from "../instance-actions/find-instance.ts";
import { declaredInputs } from "../managed-state.ts";
import type { Read, ReadById, ReadManaged } from "../resource.ts";
import type { ConfigurationInputs } from "./arguments.ts";
import { findGroup } from "./groups.ts";
import { type ConfigurationState, isReadById, toState } from "./state.ts";

/** Reads a configuration group: its state, and the declared arguments at their current values. */
export async function read(
  { id, state, withInputs = false }: ReadManaged<ConfigurationState> | ReadById,
  context: Context,
): Promise<Read<ConfigurationInputs, ConfigurationState> | undefined> {
  const isManaged = state !== undefined && !isReadById(state);
  if (isManaged) context.knownIds.claim(id);
  const group = await findGroup(id, context);
  if (group === undefined) return undefined;
  const cloud = await context.trove.cloud({ signal: context.signal });
  if (!isManaged) return ofReadById(group, withInputs, cloud);
  const inputs = currentInputs({ values: {}, ...declaredInputs(state) }, group);
  const waitingForRestart = await stillWaiting(state, context);
  return { state: toState(inputs, group, cloud, { ...state, waitingForRestart }), inputs };
}

/** The declared arguments at the values that Trove reports. The datastore, which never changes, stays an id or a name. */
export function currentInputs(declared: ConfigurationInputs, group: ConfigurationGroup): ConfigurationInputs {
  const current: ConfigurationInputs = { ...declared, values: currentValues(declared.values, group.values) };
  if (declared.name !== undefined) current.name = group.name;
  if (declared.description !== undefined) current.description = group.description;
  return current;
}

/** A group that no program manages: its state declares nothing. The inputs are those that a program can declare. */
function ofReadById(
  group: ConfigurationGroup,
  withInputs: boolean,
  cloud: Cloud,
): Read<ConfigurationInputs, ConfigurationState> {
  const { name, description, datastoreType, datastoreVersion } = group;
  const inputs: ConfigurationInputs = {
    name,
    ...(description === undefined ? {} : { description }),
    datastore: { type: datastoreType, version: datastoreVersion },
    values: currentValues({}, group.values),
  };
  const record = { pending: [], ...(withInputs ? { imported: true as const } : {}) };
  return { state: { ...toState(inputs, group, cloud, record), declared: [] }, inputs };
}

/** The instances that still require the restart: another task of an instance can have made Trove forget it. */
async function stillWaiting({ waitingForRestart = [] }: ConfigurationState, context: Context): Promise<string[]> {
  const seen = await Promise.all(waitingForRestart.map((id) => findInstance(id, context)));
  return seen.flatMap((instance) => (instance?.status === "RESTART_REQUIRED" ? [instance.id] : []));
}
