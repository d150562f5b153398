import type { Instance } from "../../../trove/types.ts";
import { versionNameOf } from "../../catalog/datastores.ts";
import { flavorIdOrOwn } from "../../catalog/flavors.ts";
import type { Context } from "../../context.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";

/**
 * The declared arguments at the values that Trove reports. What Trove never reports (volume type, zone, network) stays as
 * declared, and a flavor or a version stays an id or a name.
 *
 * @param state the state that declares the arguments; `undefined` for an adoption, whose program had no instance before.
 * With a state, a volume that has grown is not a difference.
 */
export async function currentInputs(
  declared: InstanceInputs,
  state: InstanceState | undefined,
  instance: Instance,
  context: Context,
): Promise<InstanceInputs> {
  const current: InstanceInputs = { ...declared };
  if (declared.name !== undefined) current.name = instance.name;
  if (declared.flavor !== undefined && !(await isFlavor(declared.flavor, state, instance, context))) {
    current.flavor = instance.flavorId;
  }
  if (declared.datastore !== undefined) {
    current.datastore = await currentDatastore(declared.datastore, instance, context);
  }
  if (declared.volume !== undefined && instance.volumeSize !== undefined) {
    const grownTo = state === undefined ? Number.POSITIVE_INFINITY : declared.volume.size;
    current.volume = { ...declared.volume, size: Math.min(grownTo, instance.volumeSize) };
  }
  // An adopted instance without a volume gets none.
  if (state === undefined && instance.volumeSize === undefined) delete current.volume;
  if (declared.access !== undefined) setOrDelete(current, "access", currentAccess(declared.access, state, instance));
  // A replica with another source now was failed over outside this program: its role is not restored.
  if (instance.replicaOf === undefined) delete current.replicaOf;
  if (declared.configuration !== undefined) setOrDelete(current, "configuration", instance.configurationId);
  return current;
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
  current: InstanceInputs,
  name: Name,
  value: InstanceInputs[Name],
): void {
  if (value === undefined) delete current[name];
  else current[name] = value;
}

/** Trove reports nothing, or only a part, of an access that was never set. */
function currentAccess(
  declared: NonNullable<InstanceInputs["access"]>,
  state: InstanceState | undefined,
  { access }: Instance,
): InstanceInputs["access"] {
  const assumed: Partial<typeof declared> = state === undefined ? {} : declared;
  const { isPublic = assumed.isPublic, allowedCidrs = assumed.allowedCidrs } = access;
  return isPublic === undefined || allowedCidrs === undefined
    ? undefined
    : { isPublic, allowedCidrs: [...allowedCidrs] };
}

/** Whether the declared flavor, by id or name, is that of the instance. */
async function isFlavor(
  declared: string,
  state: InstanceState | undefined,
  instance: Instance,
  context: Context,
): Promise<boolean> {
  if (declared === instance.flavorId) return true;
  const current = state && { flavor: declared, flavorId: state.flavorId };
  return (await flavorIdOrOwn(declared, current, context)) === instance.flavorId;
}
