import { BadRequestError } from "../../../trove/errors/status-errors.ts";
import type { Instance } from "../../../trove/types.ts";
import { versionNameOf } from "../../catalog/datastores.ts";
import { versionName } from "../../catalog/possible-datastores.ts";
import { toRefusals } from "../../diff/property-change.ts";
import { RefusedError } from "../../errors/refused-error.ts";
import { applyChange } from "../../instance-actions/apply-change.ts";
import { restart } from "../../instance-actions/restart.ts";
import { configurationFailures } from "../check/reference-checks.ts";
import { waitsForRestart } from "../diff/arguments/configuration.ts";
import { unconsentedRestart } from "../diff/group-restart.ts";
import type { Reconciliation } from "./reconciliation.ts";
import { changeGroup } from "./replication-group.ts";

/**
 * A group that does not exist or does not fit, and a swap that would restart the database without consent or stop halfway
 * for want of it, are refused before anything is changed.
 *
 * @throws {RefusedError}
 */
export async function assertConfigurationCanChange(work: Reconciliation): Promise<void> {
  if (isLeftAlone(work)) return;
  const seen = await work.read();
  const { configurationId: attached } = seen;
  const { configuration: wanted } = work.inputs;
  if (attached === wanted) return;
  await assertFits(work, seen);
  const row = await unconsentedRestart(seen, work.inputs, work.context);
  if (row !== undefined) throw new RefusedError(`Changing instance ${work.id}`, [row]);
}

/** The old group is taken off first: one that Trove then does not attach would leave the instance with none. */
async function assertFits(work: Reconciliation, { datastore }: Instance): Promise<void> {
  const { configuration, datastore: wanted } = work.inputs;
  const declared = wanted?.version;
  const isUpgraded = declared !== undefined && declared !== work.reached.datastore?.version;
  const version = isUpgraded
    ? versionName(await versionNameOf(declared, datastore.type, work.context))
    : datastore.version;
  const failures = await configurationFailures(configuration, [{ type: datastore.type, version }], work.context);
  if (failures.length === 0) return;
  const rows = toRefusals(failures);
  throw new RefusedError(`Changing instance ${work.id}`, rows);
}

/** Detaches the old group: Trove attaches none to an instance that has one. */
export async function detachOldConfiguration(work: Reconciliation): Promise<void> {
  if (isLeftAlone(work)) return;
  await changeGroup(work, async (seen) => {
    const { configurationId: attached } = seen;
    if (attached === undefined || attached === work.inputs.configuration) return;
    await detachOther(work, seen);
    work.markApplied({ configuration: undefined });
  });
}

export async function attachConfiguration(work: Reconciliation): Promise<void> {
  if (work.isUpToDate("configuration")) return;
  const { configuration: wanted } = work.inputs;
  if (wanted === undefined) return work.markApplied({ configuration: undefined });
  await changeGroup(work, async (seen) => {
    // A source that got a group meanwhile has given it to a replica without one.
    const now = await detachOther(work, seen);
    if (now.configurationId !== wanted) await restartForGroup(work, now);
    // From here on it may be attached: whatever becomes of the answer, it is the program's to take off again.
    work.markApplied({ configuration: wanted });
    await applyChange(work, {
      what: `to have configuration group ${wanted}`,
      action: "attach the configuration group",
      paths: ["configuration"],
      isApplied: ({ configurationId }) => configurationId === wanted,
      request: () => attach(work, wanted),
    });
  });
}

/** @returns the instance as it is after that. */
async function detachOther(work: Reconciliation, seen: Instance): Promise<Instance> {
  const { configurationId: attached } = seen;
  if (attached === undefined || attached === work.inputs.configuration) return seen;
  await restartForGroup(work, seen);
  return applyChange(work, {
    what: `to detach configuration group ${attached}`,
    action: "detach the configuration group",
    paths: ["configuration"],
    isApplied: ({ configurationId }) => configurationId === undefined,
    request: () => work.context.trove.instances.update(work.id, { configurationId: null }, call(work)),
  });
}

/** A refusal can come after the change: a source has its group already when a replica refuses it. */
async function attach(work: Reconciliation, wanted: string): Promise<void> {
  try {
    await work.context.trove.instances.update(work.id, { configurationId: wanted }, call(work));
  } catch (error) {
    if (!(error instanceof BadRequestError) || (await work.read()).configurationId !== wanted) throw error;
  }
}

/**
 * Makes the restart without which Trove attaches and detaches no group. It can have become due since the update began: a
 * change of a source's group reaches its replicas.
 *
 * @throws {RefusedError} the program does not consent to it.
 */
async function restartForGroup(work: Reconciliation, { status }: Instance): Promise<void> {
  if (status !== "RESTART_REQUIRED") return;
  if (work.inputs.allow?.restart === true) return restart(work);
  throw new RefusedError(`Changing instance ${work.id}`, [waitsForRestart]);
}

/** A group that the program never named is not the program's, however the instance came by it. */
function isLeftAlone(work: Reconciliation): boolean {
  const isNamed = work.inputs.configuration !== undefined || work.reached.configuration !== undefined;
  return !isNamed || work.isUpToDate("configuration");
}

function call(work: Reconciliation) {
  return { signal: work.context.signal };
}
