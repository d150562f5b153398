import type { Flavor, Limits } from "../../../trove/types.ts";
import { assertDatastore, listDatastores } from "../../catalog/datastores.ts";
import { flavorIdOf, listFlavors } from "../../catalog/flavors.ts";
import { listProjectInstances, volumeFailures } from "../../catalog/volume-support.ts";
import { askInPreview, tryLookup } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { failuresOf } from "../../errors/input-error.ts";
import type { Failure } from "../../resource.ts";
import { same } from "../../values/same.ts";
import { known } from "../../values/unknown-value.ts";
import { warnOnce } from "../../warn-once.ts";
import type { InstanceInputs } from "../arguments.ts";
import { creationFailures } from "./creation-checks.ts";
import { referenceFailures } from "./reference-checks.ts";

/**
 * What only the cloud can tell, asked in a preview alone, each list and each object once: whether flavor, datastore and
 * volume type exist, where they are not those that the instance has, which may be offered to nobody else; whether the
 * instance, backup and group exist that the arguments refer to, and fit; and whether the quota is enough for all that
 * the preview would add. Where there is no cloud to ask, that is a warning.
 */
export async function previewChecks(
  inputs: InstanceInputs,
  old: InstanceInputs | undefined,
  context: Context,
): Promise<Failure[]> {
  const changed = (name: "flavor" | "datastore") => !same(inputs[name], old?.[name]);
  const failuresOfLookup = async (lookup: () => Promise<Failure[]>) => (await tryLookup(context, lookup)) ?? [];
  const found = await askInPreview(context, async () => {
    const failures = [
      ...(changed("flavor") ? await failuresOfLookup(() => flavorFailures(inputs.flavor, context)) : []),
      ...(changed("datastore") ? await datastoreFailures(inputs.datastore, context) : []),
      ...(isVolumeTypeNew(inputs, old) ? await failuresOfLookup(() => volumeTypeFailures(inputs, context)) : []),
      ...(await referenceFailures(inputs, old, context)),
    ];
    if (failures.length === 0 && old === undefined) {
      failures.push(...(await creationFailures(inputs, context)), ...(await volumeFailures(inputs, context)));
    }
    if (failures.length === 0) await tryLookup(context, () => warnOfQuota(inputs, old, context));
    return failures;
  });
  return found ?? [];
}

async function flavorFailures(flavor: InstanceInputs["flavor"], context: Context): Promise<Failure[]> {
  const wanted = known(flavor);
  if (wanted === undefined) return [];
  return failuresOf(() => flavorIdOf(wanted, context));
}

async function datastoreFailures(datastore: InstanceInputs["datastore"], context: Context): Promise<Failure[]> {
  const { type, version } = known(datastore) ?? {};
  const wanted = { type: known(type), version: known(version) };
  return failuresOf(() => assertDatastore(wanted, context));
}

/**
 * Trove looks at the type where it makes a volume, and neither at its growth nor at an upgrade (`trove/instance/models.py`,
 * `create`). What was not declared before is no change: it is noted.
 */
function isVolumeTypeNew({ volume, datastore }: InstanceInputs, old: InstanceInputs | undefined): boolean {
  if (old === undefined) return true;
  const otherType = old.volume !== undefined && known(volume)?.type !== old.volume.type;
  const otherDatastore = old.datastore?.type !== undefined && known(datastore)?.type !== old.datastore.type;
  return otherType || otherDatastore;
}

/** Volume types are those of a datastore's version, so they can be told only where both are declared. */
async function volumeTypeFailures({ volume, datastore }: InstanceInputs, context: Context): Promise<Failure[]> {
  const wanted = known(known(volume)?.type);
  const { type, version } = known(datastore) ?? {};
  if (wanted === undefined || typeof type !== "string" || typeof version !== "string") return [];
  const found = (await listDatastores(context)).find(({ id, name }) => id === type || name === type);
  const versionId = found?.versions.find(({ id, name }) => id === version || name === version)?.id;
  if (versionId === undefined) return [];
  const offered = await context.cache.once(`volume types ${versionId}`, () =>
    context.trove.datastores.volumeTypes(type, versionId, { signal: context.signal }),
  );
  if (offered.length === 0 || offered.some(({ id, name }) => id === wanted || name === wanted)) return [];
  const names = offered.map(({ name }) => name).join(", ");
  return [{ path: "volume.type", reason: `${type} ${version} takes no volume type "${wanted}". It takes ${names}` }];
}

/** Usage is counted from the list, since Trove's own figures drift (`trove/quota/quota.py`). */
async function warnOfQuota(inputs: InstanceInputs, old: InstanceInputs | undefined, context: Context): Promise<void> {
  // What is adopted is in use already.
  if (old === undefined && inputs.adoptId !== undefined) return;
  const { quotaPlan: planned } = context;
  const flavors = await listFlavors(context);
  if (old === undefined) planned.instances += 1;
  planned.volumeSize += Math.max(0, sizeOf(inputs) - sizeOf(old));
  planned.ram += Math.max(0, ramOf(inputs, flavors) - ramOf(old, flavors));
  const { limits, used } = await context.cache.once("quota", () => fetchQuota(context, flavors));
  for (const [what, limit, has, plan] of [
    ["instances", limits.maxInstances, used.instances, planned.instances],
    ["GiB of volumes", limits.maxVolumes, used.volumeSize, planned.volumeSize],
    ["MiB of memory", limits.maxRam, used.ram, planned.ram],
  ] as const) {
    if (plan === 0 || limit === undefined || limit < 0 || has + plan <= limit) continue;
    await warnOnce(
      context,
      `quota of ${what}`,
      `The quota will not do: ${limit} ${what} are allowed, ${has} are in use, and this preview adds ${plan} or more.`,
    );
  }
}

interface Quota {
  readonly limits: Limits["absolute"];
  readonly used: { readonly instances: number; readonly volumeSize: number; readonly ram: number };
}

async function fetchQuota(context: Context, flavors: readonly Flavor[]): Promise<Quota> {
  const { absolute } = await context.trove.limits.get({ signal: context.signal });
  const instances = await listProjectInstances(context);
  return {
    limits: absolute,
    used: {
      instances: instances.length,
      volumeSize: instances.reduce((sum, { volumeSize = 0 }) => sum + volumeSize, 0),
      ram: instances.reduce((sum, { flavorId }) => sum + (flavors.find(({ id }) => id === flavorId)?.ram ?? 0), 0),
    },
  };
}

function sizeOf(inputs: InstanceInputs | undefined): number {
  const size = known(known(inputs?.volume)?.size);
  return typeof size === "number" ? size : 0;
}

function ramOf(inputs: InstanceInputs | undefined, flavors: readonly Flavor[]): number {
  return flavors.find(({ id, name }) => id === inputs?.flavor || name === inputs?.flavor)?.ram ?? 0;
}
