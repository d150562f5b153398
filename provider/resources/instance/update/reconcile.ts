import { InterruptedError } from "../../errors/interrupted-error.ts";
import { assertContentsCanChange, reconcileContents } from "../../guest/contents.ts";
import { restartIfRequired } from "../../instance-actions/restart.ts";
import { namingArgument } from "../refused-argument.ts";
import type { InstanceState } from "../state.ts";
import { assertConfigurationCanChange, attachConfiguration, detachOldConfiguration } from "./configuration.ts";
import type { Reconciliation } from "./reconciliation.ts";
import { followUpReplicas } from "./replication-group.ts";
import {
  detachFromSource,
  growVolume,
  recordStateOnly,
  resizeToFlavor,
  updateNameAndAccess,
  upgradeVersion,
} from "./steps.ts";

/** One after another, in this order: Trove takes one change of an instance at a time. */
const STEPS: readonly ((work: Reconciliation) => Promise<void> | void)[] = [
  // First: a final backup that the program asks for must protect the instance whatever else fails.
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
 * Brings an instance that is in service to what the program says. Each step looks first and does only what differs.
 * Wherever it stops, what was reached is told.
 */
export async function reconcile(work: Reconciliation): Promise<InstanceState> {
  work.updateBookkeeping({ pending: ["update"] });
  try {
    for (const step of STEPS) await step(work);
    work.updateBookkeeping({ pending: [] });
    return work.state;
  } catch (error) {
    throw new InterruptedError(work.id, work.state, namingArgument(error, work.inputs, work.state.datastoreType), [
      ...work.changed,
    ]);
  }
}
