import { checkArguments } from "../arguments.ts";
import { warnOfBackupQuota } from "../catalog/quotas.ts";
import { lookUpBackup, lookUpInstance, missingReference } from "../catalog/references.ts";
import { askInPreview, tryLookup } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import { nameOrDefault } from "../managed-inputs.ts";
import type { Checked, Failure } from "../resource.ts";
import type { OtherNames } from "../schema/unknown-argument.ts";
import { same } from "../values/same.ts";
import { known } from "../values/unknown-value.ts";
import { type BackupInputs, backupArguments } from "./arguments.ts";
import { parentFailures } from "./create/parent.ts";

/** Names in Trove's API and client, and in other tools. Names that resemble ours are found without this table. */
const otherNames: OtherNames = {
  paths: {
    instanceid: "instance",
    source: "instance",
    parentid: "parent",
    container: "swiftContainer",
    keepers: "triggers",
  },
  advice: {
    restorefrom: "a backup of another region cannot be declared",
    region: "set the region with trove:region, or with a TroveProvider",
    timeouts: "set the resource option customTimeouts",
  },
};

/** Checks the arguments one by one and together. If they are sound, a preview also checks them against the cloud. */
export async function check(
  given: unknown,
  old: BackupInputs | undefined,
  context: Context,
): Promise<Checked<BackupInputs>> {
  const raw = given as Readonly<Record<string, unknown>>;
  const failures = [...checkArguments(backupArguments, raw, otherNames), ...combinationFailures(raw)];
  // The rules of the table have been checked.
  const inputs = raw as BackupInputs;
  if (failures.length > 0) return { inputs, failures };
  const { name, defaultName } = nameOrDefault(inputs, old, context.defaultName);
  return {
    inputs: name === undefined ? inputs : { ...inputs, name },
    failures: (await askInPreview(context, () => cloudFailures(inputs, old, context))) ?? [],
    defaultName,
  };
}

function combinationFailures({ incremental, parent }: Readonly<Record<string, unknown>>): Failure[] {
  if (incremental === undefined || parent === undefined) return [];
  return [{ path: "incremental", reason: "cannot be combined with parent, which makes the backup incremental" }];
}

/** A backup that exists needs neither its instance nor its parent. */
async function cloudFailures(
  { instance, parent }: BackupInputs,
  old: BackupInputs | undefined,
  context: Context,
): Promise<Failure[]> {
  const instanceId = known(instance);
  const parentId = known(parent);
  const failures: Failure[] = [];
  if (instanceId !== undefined && !same(instanceId, old?.instance)) {
    const { isMissing } = await lookUpInstance(instanceId, context);
    if (isMissing) failures.push(missingReference("instance", "instance", instanceId));
  }
  if (parentId !== undefined && !same(parentId, old?.parent)) {
    const { value, isMissing } = await lookUpBackup(parentId, context);
    if (isMissing) failures.push(missingReference("parent", "backup", parentId));
    if (value !== undefined) failures.push(...parentFailures(value, instanceId));
  }
  if (failures.length === 0 && old === undefined) await tryLookup(context, () => warnOfBackupQuota(context));
  return failures;
}
