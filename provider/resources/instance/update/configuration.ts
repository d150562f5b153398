import { BadRequestError } from "../../../trove/errors/bad-request-error.ts";
import type { Instance } from "../../../trove/types.ts";
import { versionNameOf } from "../../catalog/datastores.ts";
import { versionName } from "../../catalog/possible-datastores.ts";
import { RefusedError } from "../../errors/refused-error.ts";
import { bring } from "../../instance-actions/apply-change.ts";
import { restart } from "../../instance-actions/restart.ts";
import { refuseRows } from "../../property-change.ts";
import { configurationFailures } from "../check/reference-checks.ts";
import { waitsForRestart } from "../diff/diff-parts.ts";
import { unconsentedRestart } from "../diff/group-restart.ts";
import type { Work } from "./reconciliation.ts";
import { changeGroup } from "./replication-group.ts";

/**
 * A group that does not exist or does not fit, and a swap that would restart the database without consent or stop halfway
 * for want of it, are refused before anything is changed.
 *
 * @throws {RefusedError}
 */
export async function assertConfigurationCanChange(work: Work): Promise<void> {
  if (isLeftAlone(work)) return;
  const seen = await work.look();
  const { configurationId: attached } = seen;
  const { configuration: wanted } = work.wanted;
  if (attached === wanted) return;
  await assertFits(work, seen);
  const row = await unconsentedRestart(seen, work.wanted, work.context);
  if (row !== undefined) throw new RefusedError(`Changing instance ${work.id}`, [row]);
}

/** The old group is taken off first: one that Trove then does not attach would leave the instance with none. */
async function assertFits(work: Work, { datastore }: Instance): Promise<void> {
  const { configuration, datastore: wanted } = work.wanted;
  const declared = wanted?.version;
  const isUpgraded = declared !== undefined && declared !== work.reached.datastore?.version;
  const version = isUpgraded
    ? versionName(await versionNameOf(declared, datastore.type, work.context))
    : datastore.version;
  const failures = await configurationFailures(configuration, [{ type: datastore.type, version }], work.context);
  if (failures.length === 0) return;
  const rows = refuseRows(failures);
  throw new RefusedError(`Changing instance ${work.id}`, rows);
}

/** Detaches the old group: Trove attaches none to an instance that has one. */
export async function oldConfigurationOff(work: Work): Promise<void> {
  if (isLeftAlone(work)) return;
  await changeGroup(work, async (seen) => {
    const { configurationId: attached } = seen;
    if (attached === undefined || attached === work.wanted.configuration) return;
    await detachOther(work, seen);
    work.reach({ configuration: undefined });
  });
}

export async function newConfigurationOn(work: Work): Promise<void> {
  if (work.has("configuration")) return;
  const { configuration: wanted } = work.wanted;
  if (wanted === undefined) return work.reach({ configuration: undefined });
  await changeGroup(work, async (seen) => {
    // A source that got a group meanwhile has given it to a replica without one.
    const now = await detachOther(work, seen);
    if (now.configurationId !== wanted) await restartForGroup(work, now);
    // From here on it may be attached: whatever becomes of the answer, it is the program's to take off again.
    work.reach({ configuration: wanted });
    await bring(work, {
      what: `to have configuration group ${wanted}`,
      action: "attach the configuration group",
      paths: ["configuration"],
      reached: ({ configurationId }) => configurationId === wanted,
      request: () => attach(work, wanted),
    });
  });
}

/** @returns the instance as it is after that. */
async function detachOther(work: Work, seen: Instance): Promise<Instance> {
  const { configurationId: attached } = seen;
  if (attached === undefined || attached === work.wanted.configuration) return seen;
  await restartForGroup(work, seen);
  return bring(work, {
    what: `to detach configuration group ${attached}`,
    action: "detach the configuration group",
    paths: ["configuration"],
    reached: ({ configurationId }) => configurationId === undefined,
    request: () => work.context.trove.instances.update(work.id, { configurationId: null }, call(work)),
  });
}

/** A refusal can come after the change: a source has its group already when a replica refuses it. */
async function attach(work: Work, wanted: string): Promise<void> {
  try {
    await work.context.trove.instances.update(work.id, { configurationId: wanted }, call(work));
  } catch (error) {
    if (!(error instanceof BadRequestError) || (await work.look()).configurationId !== wanted) throw error;
  }
}

/**
 * Makes the restart without which Trove attaches and detaches no group. It can have become due since the update began: a
 * change of a source's group reaches its replicas.
 *
 * @throws {RefusedError} the program does not consent to it.
 */
async function restartForGroup(work: Work, { status }: Instance): Promise<void> {
  if (status !== "RESTART_REQUIRED") return;
  if (work.wanted.allow?.restart === true) return restart(work);
  throw new RefusedError(`Changing instance ${work.id}`, [waitsForRestart]);
}

/** A group that the program never named is not the program's, however the instance came by it. */
function isLeftAlone(work: Work): boolean {
  const isNamed = work.wanted.configuration !== undefined || work.reached.configuration !== undefined;
  return !isNamed || work.has("configuration");
}

function call(work: Work) {
  return { signal: work.context.signal };
}
