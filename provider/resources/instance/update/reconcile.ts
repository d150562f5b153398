import { InterruptedError } from "../../errors/interrupted-error.ts";
import { namingArgument } from "../refused-argument.ts";
import type { InstanceState } from "../state.ts";
import type { Reconciliation } from "./reconciliation.ts";
import { assertConfigurationCanChange, attachConfiguration, detachOldConfiguration } from "./steps/configuration.ts";
import { assertContentsCanChange, reconcileContents } from "./steps/contents.ts";
import { followUpReplicas } from "./steps/follow-up-replicas.ts";
import {
  detachFromSource,
  growVolume,
  recordStateOnly,
  resizeToFlavor,
  updateNameAndAccess,
  upgradeVersion,
} from "./steps/instance-changes.ts";
import { restartIfRequired } from "./steps/restart.ts";

/**
 * The steps of an update. Trove accepts one change of an instance at a time, so they run one after another:
 *
 * - What is only recorded comes first: a new `finalBackup` must protect the instance even if a later step fails.
 * - Refusals come before any change.
 * - The old configuration group is detached before an upgrade and the new one is attached after it: a group belongs to
 *   one datastore version.
 * - The resize comes after the changes that can require a restart, because it restarts the database.
 * - Databases and users come last: by then no other step takes the database down.
 */
const STEPS: readonly ((reconciliation: Reconciliation) => Promise<void> | void)[] = [
  recordStateOnly,
  assertContentsCanChange,
  assertConfigurationCanChange,
  updateNameAndAccess,
  detachFromSource,
  detachOldConfiguration,
  upgradeVersion,
  growVolume,
  attachConfiguration,
  followUpReplicas,
  resizeToFlavor,
  restartIfRequired,
  reconcileContents,
];

/**
 * Changes an active instance to what the program declares. Each step changes only what differs.
 *
 * @throws {InterruptedError} a step failed; it carries the state up to there.
 */
export async function reconcile(reconciliation: Reconciliation): Promise<InstanceState> {
  const { instanceId, tracker, inputs, datastoreType, changedPaths } = reconciliation;
  tracker.updateBookkeeping({ pending: ["update"] });
  try {
    for (const step of STEPS) await step(reconciliation);
    tracker.updateBookkeeping({ pending: [] });
    return tracker.state;
  } catch (error) {
    const cause = namingArgument(error, inputs, datastoreType);
    throw new InterruptedError(instanceId, tracker.state, cause, [...changedPaths]);
  }
}
