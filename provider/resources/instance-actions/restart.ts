import { isOutcomeUnknown } from "../../trove/errors/outcome-unknown.ts";
import { isHealthyOrRestartRequired } from "../../trove/instance-status.ts";
import type { Reconciliation } from "../instance/update/reconciliation.ts";
import { applyChange } from "./apply-change.ts";

/** Restarts the database, with consent, and waits until it answers again. */
export async function restart(work: Reconciliation): Promise<void> {
  const { trove, signal } = work.context;
  let restarted = false;
  /** Asked, and the answer was lost: that it was away for a while is the proof. */
  let inDoubt = false;
  await applyChange(work, {
    what: "to have restarted",
    action: "restart",
    paths: ["allow.restart"],
    isReady: (seen) => {
      const well = isHealthyOrRestartRequired(seen);
      if (inDoubt && !well) restarted = true;
      return well;
    },
    isApplied: (seen) => restarted && seen.status !== "RESTART_REQUIRED",
    mustNotRepeat: true,
    request: async () => {
      inDoubt = true;
      await trove.instances.restart(work.id, { signal }).catch((error: unknown) => {
        inDoubt = isOutcomeUnknown(error);
        throw error;
      });
      restarted = true;
    },
  });
  work.updateBookkeeping({ restartRequired: false });
}

/** Makes a restart that is owed, where the program allows it; else says what to do. */
export async function restartIfRequired(work: Reconciliation): Promise<void> {
  const { status, restartRequired } = work.state;
  if (status !== "RESTART_REQUIRED" && !restartRequired) return;
  if (work.inputs.allow?.restart === true) return restart(work);
  // Where Trove has forgotten it, it does not tell either of one that was made by hand.
  const byHand = restartRequired ? "." : "; or restart it by hand and run `pulumi refresh`.";
  work.context.log.warn(
    `The database of instance ${work.id} has to be restarted before all of its configuration counts. ` +
      `Set allow: { restart: true }${byHand}`,
  );
}
