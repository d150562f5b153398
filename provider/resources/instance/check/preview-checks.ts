import { assertDatastore } from "../../catalog/datastores.ts";
import { flavorIdOf } from "../../catalog/flavors.ts";
import { type QuotaUse, warnOfQuotas } from "../../catalog/quotas.ts";
import { volumeFailures } from "../../catalog/volume-support.ts";
import { volumeTypeFailures } from "../../catalog/volume-types.ts";
import { askInPreview, tryLookup } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { failuresOf } from "../../errors/input-error.ts";
import type { Failure } from "../../resource.ts";
import { same } from "../../values/same.ts";
import { known } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";
import { creationFailures } from "./creation-checks.ts";
import { referenceFailures } from "./reference-checks.ts";

/**
 * Checks in a preview what only the cloud shows: whether it has the flavor, the datastore and the volume type, whether
 * the referenced instance, backup and group exist and fit, and whether the quotas suffice for the whole preview. What an
 * instance already has is not checked: the cloud need not offer it any more.
 */
export async function previewChecks(
  inputs: InstanceInputs,
  old: InstanceInputs | undefined,
  context: Context,
): Promise<Failure[]> {
  return (await askInPreview(context, () => cloudFailures(inputs, old, context))) ?? [];
}

async function cloudFailures(
  inputs: InstanceInputs,
  old: InstanceInputs | undefined,
  context: Context,
): Promise<Failure[]> {
  const failures = [...(await offerFailures(inputs, old, context)), ...(await referenceFailures(inputs, old, context))];
  if (failures.length === 0 && old === undefined) {
    failures.push(...(await creationFailures(inputs, context)), ...(await volumeFailures(inputs, context)));
  }
  if (failures.length === 0) await tryLookup(context, () => checkQuotas(inputs, old, context));
  return failures;
}

async function offerFailures(
  inputs: InstanceInputs,
  old: InstanceInputs | undefined,
  context: Context,
): Promise<Failure[]> {
  const isChanged = (name: "flavor" | "datastore") => !same(inputs[name], old?.[name]);
  const lookUp = async (lookup: () => Promise<Failure[]>) => (await tryLookup(context, lookup)) ?? [];
  const flavor = known(inputs.flavor);
  const { type, version } = known(inputs.datastore) ?? {};
  const datastore = { type: known(type), version: known(version) };
  const volumeType = known(known(inputs.volume)?.type);
  return [
    ...(isChanged("flavor") && flavor !== undefined
      ? await lookUp(() => failuresOf(() => flavorIdOf(flavor, context)))
      : []),
    ...(isChanged("datastore") ? await failuresOf(() => assertDatastore(datastore, context)) : []),
    ...(isVolumeTypeNew(inputs, old) ? await lookUp(() => volumeTypeFailures(volumeType, datastore, context)) : []),
  ];
}

/**
 * Trove checks the type when it creates a volume, but neither when the volume grows nor when the instance is upgraded
 * (`trove/instance/models.py`, `create`). A type that is declared for the first time is only recorded.
 */
function isVolumeTypeNew({ volume, datastore }: InstanceInputs, old: InstanceInputs | undefined): boolean {
  if (old === undefined) return true;
  const otherType = old.volume !== undefined && known(volume)?.type !== old.volume.type;
  const otherDatastore = old.datastore?.type !== undefined && known(datastore)?.type !== old.datastore.type;
  return otherType || otherDatastore;
}

/** An adopted instance is in use already. */
async function checkQuotas(inputs: InstanceInputs, old: InstanceInputs | undefined, context: Context): Promise<void> {
  if (old === undefined && inputs.adoptId !== undefined) return;
  await warnOfQuotas(quotaUse(inputs), old && quotaUse(old), context);
}

function quotaUse({ volume, flavor }: InstanceInputs): QuotaUse {
  return { instances: 1, volumeSize: known(known(volume)?.size) ?? 0, flavor: known(flavor) };
}
