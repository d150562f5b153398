import { BadRequestError } from "../../../../trove/errors/status-errors.ts";
import type { Instance } from "../../../../trove/types.ts";
import { propertyChange } from "../../../diff/property-change.ts";
import { RefusedError } from "../../../errors/refused-error.ts";
import { readInstance } from "../../../instance-actions/read-instance.ts";

import type { Reconciliation } from "../reconciliation.ts";
import { requiresRestart } from "./group-snapshot.ts";
import { idsOf, isSourceTheCause, readReplicas, restartReplica } from "./replicas.ts";

/**
 * Runs one change of the configuration group of an instance. Changes of a source and its replicas run one at a time:
 * Trove 26 and later changes the groups of the replicas together with that of their source (`trove/instance/service.py`,
 * `_modify_instance`).
 *
 * While a replica requires a restart, Trove refuses the change. If the group of the source made the restart required and
 * the program allows restarts of the source, the replica is restarted and the change runs again.
 *
 * @param change called with the instance as read under the lock
 */
export async function changeGroup(
  reconciliation: Reconciliation,
  change: (seen: Instance) => Promise<void>,
): Promise<void> {
  const { instanceId, inputs, isResuming, state } = reconciliation;
  const key = `configuration groups of ${state.source ?? instanceId} and its replicas`;
  const runChange = () =>
    reconciliation.runExclusive(key, async () => {
      const seen = await readInstance(reconciliation);
      // An interrupted update may have changed the group already, and left the replicas as they became then.
      if (seen.configurationId !== inputs.configuration || isResuming) await recordReplicas(seen, reconciliation);
      await change(seen);
    });
  try {
    await runChange();
  } catch (error) {
    // Without the lock: an update of the replica may be waiting for it.
    if (!isRestartRequired(error) || !(await restartReplicas(reconciliation))) throw error;
    await runChange();
  }
}

/** Records the replicas before the change, so that they are compared with the cloud even if this update is interrupted. */
async function recordReplicas(seen: Instance, reconciliation: Reconciliation): Promise<void> {
  const { context, groupsBefore } = reconciliation;
  for (const id of seen.replicas) context.replicaGroups.changedWithSource.add(id);
  if (seen.replicas.length === 0 || groupsBefore.isTaken) return;
  groupsBefore.take(seen, await readReplicas(reconciliation, seen));
}

/** Matches `InvalidInstanceState` (`trove/common/exception.py`), which does not name the instance. */
function isRestartRequired(error: unknown): boolean {
  return error instanceof BadRequestError && /status is currently: RESTART_REQUIRED/.test(error.serverMessage ?? "");
}

/**
 * Restarts the replicas that keep Trove from changing the group of their source.
 *
 * @returns whether a replica required a restart.
 * @throws {RefusedError} the program does not allow the restart, or another cause made it required.
 */
async function restartReplicas(reconciliation: Reconciliation): Promise<boolean> {
  const source = await readInstance(reconciliation);
  const waiting = (await readReplicas(reconciliation, source)).filter(requiresRestart);
  if (waiting.length === 0) return false;
  const others = waiting.filter((replica) => !isSourceTheCause(replica, source, reconciliation));
  if (others.length > 0) {
    const advice =
      "The configuration group of its source did not cause that, so allow here does not cover it. Restart the " +
      "replica, or set allow: { restart: true } for it and run `pulumi up --refresh`.";
    throw refusal(others, advice, reconciliation);
  }
  if (reconciliation.inputs.allow?.restart !== true) {
    throw refusal(waiting, "Restart it, or set allow: { restart: true } here.", reconciliation);
  }
  for (const replica of waiting) {
    await restartReplica(replica, "which keeps its source from changing its configuration group", reconciliation);
  }
  return true;
}

function refusal(waiting: readonly Instance[], advice: string, { instanceId }: Reconciliation): RefusedError {
  const reason = `replica ${idsOf(waiting)} requires a restart, and until then Trove does not change the group of its source. ${advice}`;
  return new RefusedError(`Changing instance ${instanceId}`, [
    propertyChange("configuration", "refuse", "restart", reason),
  ]);
}
