import { BadRequestError } from "../../../../trove/errors/status-errors.ts";
import type { Instance } from "../../../../trove/types.ts";
import { versionNameOf } from "../../../catalog/datastores.ts";
import { versionName } from "../../../catalog/possible-datastores.ts";
import { toRefusals } from "../../../diff/property-change.ts";
import { RefusedError } from "../../../errors/refused-error.ts";
import { applyChange } from "../../../instance-actions/apply-change.ts";
import { readInstance } from "../../../instance-actions/read-instance.ts";
import { configurationFailures } from "../../check/reference-checks.ts";
import { waitsForRestart } from "../../diff/arguments/configuration.ts";

import { unconsentedRestart } from "../../diff/group-restart.ts";
import type { Reconciliation } from "../reconciliation.ts";
import { changeGroup } from "./change-group.ts";
import { restartDatabase } from "./restart.ts";

// Trove attaches a configuration group only to an instance without one, and neither attaches nor detaches a group while
// the instance requires a restart. A swap is therefore a detach, restarts as required, and an attach.

/**
 * Refuses a group that does not exist or does not fit, and a swap that requires a restart without consent: it would
 * restart the database, or stop after the detach.
 *
 * @throws {RefusedError} before anything is changed.
 */
export async function assertConfigurationCanChange(reconciliation: Reconciliation): Promise<void> {
  if (isUnmanagedOrUpToDate(reconciliation)) return;
  const { instanceId, inputs, context } = reconciliation;
  const seen = await readInstance(reconciliation);
  if (seen.configurationId === inputs.configuration) return;
  await assertGroupFits(reconciliation, seen);
  const refused = await unconsentedRestart(seen, inputs, context);
  if (refused !== undefined) throw new RefusedError(`Changing instance ${instanceId}`, [refused]);
}

/** Trove would refuse the group only after the old one is detached, which would leave the instance without a group. */
async function assertGroupFits(reconciliation: Reconciliation, { datastore }: Instance): Promise<void> {
  const { instanceId, inputs, applied, context } = reconciliation;
  const declared = inputs.datastore?.version;
  const isUpgraded = declared !== undefined && declared !== applied.values.datastore?.version;
  const version = isUpgraded ? versionName(await versionNameOf(declared, datastore.type, context)) : datastore.version;
  const failures = await configurationFailures(inputs.configuration, [{ type: datastore.type, version }], context);
  if (failures.length > 0) throw new RefusedError(`Changing instance ${instanceId}`, toRefusals(failures));
}

/** Detaches the attached group, if it is not the declared one. */
export async function detachOldConfiguration(reconciliation: Reconciliation): Promise<void> {
  if (isUnmanagedOrUpToDate(reconciliation)) return;
  await changeGroup(reconciliation, async (seen) => {
    if (!hasOtherGroup(seen, reconciliation)) return;
    await detachOther(reconciliation, seen);
    reconciliation.applied.mark({ configuration: undefined });
  });
}

/** Attaches the declared group. */
export async function attachConfiguration(reconciliation: Reconciliation): Promise<void> {
  const { inputs, applied } = reconciliation;
  const { configuration } = inputs;
  if (applied.isUpToDate("configuration")) return;
  if (configuration === undefined) return applied.mark({ configuration: undefined });
  await changeGroup(reconciliation, async (seen) => {
    // A replica without a group gets that of its source if the source gets one meanwhile.
    const now = await detachOther(reconciliation, seen);
    if (now.configurationId !== configuration) await restartForGroup(reconciliation, now);
    // From here on the group may be attached, whatever the answer is: it is the program's to detach.
    applied.mark({ configuration });
    await applyChange(reconciliation, {
      what: `attachment of configuration group ${configuration}`,
      action: "attach the configuration group",
      paths: ["configuration"],
      isApplied: ({ configurationId }) => configurationId === configuration,
      request: () => attach(reconciliation, configuration),
    });
  });
}

/** @returns the instance as it is after that. */
async function detachOther(reconciliation: Reconciliation, seen: Instance): Promise<Instance> {
  if (!hasOtherGroup(seen, reconciliation)) return seen;
  const { instanceId, context } = reconciliation;
  await restartForGroup(reconciliation, seen);
  return applyChange(reconciliation, {
    what: `detachment of configuration group ${seen.configurationId}`,
    action: "detach the configuration group",
    paths: ["configuration"],
    isApplied: ({ configurationId }) => configurationId === undefined,
    request: () => context.trove.instances.update(instanceId, { configurationId: null }, { signal: context.signal }),
  });
}

/** Trove can refuse after the change: a source has its group already when a replica refuses it. */
async function attach(reconciliation: Reconciliation, configurationId: string): Promise<void> {
  const { instanceId, context } = reconciliation;
  try {
    await context.trove.instances.update(instanceId, { configurationId }, { signal: context.signal });
  } catch (error) {
    if (!(error instanceof BadRequestError)) throw error;
    if ((await readInstance(reconciliation)).configurationId !== configurationId) throw error;
  }
}

/**
 * Performs the restart that Trove requires before it changes the group. It can have become required during the update:
 * Trove changes the groups of replicas with that of their source.
 *
 * @throws {RefusedError} the program does not allow it.
 */
async function restartForGroup(reconciliation: Reconciliation, { status }: Instance): Promise<void> {
  if (status !== "RESTART_REQUIRED") return;
  if (reconciliation.inputs.allow?.restart === true) return restartDatabase(reconciliation);
  throw new RefusedError(`Changing instance ${reconciliation.instanceId}`, [waitsForRestart]);
}

function hasOtherGroup({ configurationId }: Instance, { inputs }: Reconciliation): boolean {
  return configurationId !== undefined && configurationId !== inputs.configuration;
}

/** A group that the program has never declared is not the program's to detach. */
function isUnmanagedOrUpToDate({ inputs, applied }: Reconciliation): boolean {
  const isDeclared = inputs.configuration !== undefined || applied.values.configuration !== undefined;
  return !isDeclared || applied.isUpToDate("configuration");
}
