import { restart } from "../../../instance-actions/restart.ts";
import type { Reconciliation } from "../reconciliation.ts";

/** Restarts the database, with the consent of the program. */
export async function restartDatabase(reconciliation: Reconciliation): Promise<void> {
  await restart(reconciliation, ["allow.restart"]);
  reconciliation.tracker.updateBookkeeping({ restartRequired: false });
}

/** Performs a pending restart if the program allows it, and otherwise warns. */
export async function restartIfRequired(reconciliation: Reconciliation): Promise<void> {
  const { instanceId, inputs, context } = reconciliation;
  const { status, restartRequired } = reconciliation.state;
  if (status !== "RESTART_REQUIRED" && !restartRequired) return;
  if (inputs.allow?.restart === true) return restartDatabase(reconciliation);
  // If Trove has forgotten the pending restart, a refresh cannot show one by hand either.
  const byHand = restartRequired ? "." : "; or restart it by hand and run `pulumi refresh`.";
  context.log.warn(
    `The database of instance ${instanceId} requires a restart before all of its configuration takes effect. ` +
      `Set allow: { restart: true }${byHand}`,
  );
}
