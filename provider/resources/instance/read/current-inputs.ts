import type { Instance } from "../../../trove/types.ts";
import { versionNameOf } from "../../catalog/datastores.ts";
import { flavorIdOrOwn } from "../../catalog/flavors.ts";
import type { Context } from "../../context.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";

/**
 * The declared arguments at the values that Trove reports. What it never reports (volume type, zone, network) stays as
 * declared; so does the way in which a flavor or a version is named.
 *
 * @param before the state that the declared values belong to, if the instance was theirs before: that its volume has
 * grown since is no drift.
 */
export async function currentInputs(
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
  if (declared.datastore !== undefined) live.datastore = await currentDatastore(declared.datastore, instance, context);
  if (declared.volume !== undefined && instance.volumeSize !== undefined) {
    const grownTo = before === undefined ? Number.POSITIVE_INFINITY : declared.volume.size;
    live.volume = { ...declared.volume, size: Math.min(grownTo, instance.volumeSize) };
  }
  // An instance that is taken over without a volume gets none.
  if (before === undefined && instance.volumeSize === undefined) delete live.volume;
  if (declared.access !== undefined) setOrDelete(live, "access", currentAccess(declared.access, before, instance));
  // That it replicates another one now was a fail-over elsewhere: a role is never drift to mend.
  if (instance.replicaOf === undefined) delete live.replicaOf;
  if (declared.configuration !== undefined) setOrDelete(live, "configuration", instance.configurationId);
  return live;
}

/** The declared datastore with the version that the instance has. */
export async function currentDatastore(
  declared: NonNullable<InstanceInputs["datastore"]>,
  instance: Instance,
  context: Context,
): Promise<NonNullable<InstanceInputs["datastore"]>> {
  const { version } = instance.datastore;
  if (declared.version === undefined || declared.version === version) return declared;
  return (await versionNameOf(declared.version, instance.datastore.type, context)) === version
    ? declared
    : { ...declared, version };
}

function setOrDelete<Name extends "configuration" | "access">(
  live: InstanceInputs,
  name: Name,
  value: InstanceInputs[Name],
): void {
  if (value === undefined) delete live[name];
  else live[name] = value;
}

/** Trove reports nothing, or a part, of an access that was never set. */
function currentAccess(
  declared: NonNullable<InstanceInputs["access"]>,
  before: InstanceState | undefined,
  { access }: Instance,
): InstanceInputs["access"] {
  const assumed: Partial<typeof declared> = before === undefined ? {} : declared;
  const { isPublic = assumed.isPublic, allowedCidrs = assumed.allowedCidrs } = access;
  return isPublic === undefined || allowedCidrs === undefined
    ? undefined
    : { isPublic, allowedCidrs: [...allowedCidrs] };
}

/** Whether the declared flavor, an id or a name, is the instance's. */
async function isFlavor(
  declared: string,
  before: InstanceState | undefined,
  instance: Instance,
  context: Context,
): Promise<boolean> {
  if (declared === instance.flavorId) return true;
  const had = before && { flavor: declared, flavorId: before.flavorId };
  return (await flavorIdOrOwn(declared, had, context)) === instance.flavorId;
}
