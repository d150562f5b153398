import { checkArguments } from "../arguments.ts";
import { lookUpInstance, missingReference } from "../catalog/references.ts";
import { askInPreview } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import type { Checked, Failure } from "../resource.ts";
import type { OtherNames } from "../schema/unknown-argument.ts";
import { same } from "../values/same.ts";
import { known } from "../values/unknown-value.ts";
import { type BackupStrategyInputs, backupStrategyArguments } from "./arguments.ts";

/** Names in Trove's API and client. Names that resemble ours are found without this table. */
const otherNames: OtherNames = {
  paths: { instanceid: "instance", container: "swiftContainer" },
  advice: {
    projectid: "the strategy is that of the project of the credentials",
    region: "set the region with trove:region, or with a TroveProvider",
  },
};

/** Checks the arguments, and in a preview whether the instance exists. */
export async function check(
  given: unknown,
  old: BackupStrategyInputs | undefined,
  context: Context,
): Promise<Checked<BackupStrategyInputs>> {
  const raw = given as Readonly<Record<string, unknown>>;
  const failures = checkArguments(backupStrategyArguments, raw, otherNames);
  // The rules of the table have been checked.
  const inputs = raw as BackupStrategyInputs;
  if (failures.length > 0) return { inputs, failures };
  return { inputs, failures: (await askInPreview(context, () => cloudFailures(inputs, old, context))) ?? [] };
}

/** Trove accepts the id of an instance that does not exist (`trove/backup/models.py`, `BackupStrategy.create`). */
async function cloudFailures(
  { instance }: BackupStrategyInputs,
  old: BackupStrategyInputs | undefined,
  context: Context,
): Promise<Failure[]> {
  const instanceId = known(instance);
  if (instanceId === undefined || same(instanceId, old?.instance)) return [];
  const { isMissing } = await lookUpInstance(instanceId, context);
  return isMissing ? [missingReference("instance", "instance", instanceId)] : [];
}
