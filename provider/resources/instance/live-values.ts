import type { Instance } from "../../trove/types.ts";
import type { Context } from "../resource.ts";
import { versionNameOf } from "./datastore.ts";
import { flavorIdOf } from "./flavor.ts";
import type { InstanceInputs } from "./inputs.ts";
import type { InstanceState } from "./state.ts";

/**
 * The declared arguments at the values that Trove reports. What it never reports (volume type, zone, network) stays as
 * declared; so does the size of a volume that was grown, which is no drift, and the way in which a flavor or a version
 * is named.
 *
 * @param before the state that the declared values belong to: what has not moved since is not looked up.
 */
export async function liveValues(
  declared: InstanceInputs,
  before: InstanceState | undefined,
  instance: Instance,
  context: Context,
): Promise<InstanceInputs> {
  const live: InstanceInputs = { ...declared };
  if (declared.name !== undefined) live.name = instance.name;
  if (declared.flavor !== undefined && !(await isFlavor(declared.flavor, before, instance, context))) {
    live.flavor = instance.flavorId;
  }
  if (declared.datastore?.version !== undefined) {
    const same = await isVersion(declared.datastore.version, before, instance, context);
    if (!same) live.datastore = { ...declared.datastore, version: instance.datastore.version };
  }
  if (declared.volume !== undefined && instance.volumeSize !== undefined) {
    live.volume = { ...declared.volume, size: Math.min(declared.volume.size, instance.volumeSize) };
  }
  if (declared.access !== undefined) {
    const { isPublic = declared.access.isPublic, allowedCidrs = declared.access.allowedCidrs } = instance.access;
    live.access = { isPublic, allowedCidrs: [...allowedCidrs] };
  }
  if (declared.replicaOf !== undefined) setOrDelete(live, "replicaOf", instance.replicaOf);
  if (declared.configuration !== undefined) setOrDelete(live, "configuration", instance.configurationId);
  return live;
}

function setOrDelete(live: InstanceInputs, name: "replicaOf" | "configuration", value: string | undefined): void {
  if (value === undefined) delete live[name];
  else live[name] = value;
}

/** Whether the declared flavor, an id or a name, is the instance's. */
async function isFlavor(
  declared: string,
  before: InstanceState | undefined,
  instance: Instance,
  context: Context,
): Promise<boolean> {
  if (declared === instance.flavorId || before?.flavorId === instance.flavorId) return true;
  return (await flavorIdOf(declared, context)) === instance.flavorId;
}

async function isVersion(
  declared: string,
  before: InstanceState | undefined,
  instance: Instance,
  context: Context,
): Promise<boolean> {
  const { version } = instance.datastore;
  if (declared === version || before?.datastoreVersion === version) return true;
  return (await versionNameOf(declared, context)) === version;
}
