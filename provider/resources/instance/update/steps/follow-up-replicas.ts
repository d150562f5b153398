import type { Instance } from "../../../../trove/types.ts";
import { WaitTimeoutError } from "../../../../wait/wait-timeout-error.ts";
import { tryLookup } from "../../../cloud-lookups.ts";
import { ChangeFailedError } from "../../../instance-actions/change-failed-error.ts";
import { findInstance } from "../../../instance-actions/find-instance.ts";
import { readInstance } from "../../../instance-actions/read-instance.ts";

import type { Reconciliation } from "../reconciliation.ts";
import { requiresRestart } from "./group-snapshot.ts";
import { idsOf, isSourceTheCause, restartReplica } from "./replicas.ts";

/**
 * Follows up a change of the group of a source: warns of the replicas that lost their group, and restarts those that
 * require a restart because of the change, if the program allows restarts of the source.
 */
export async function followUpReplicas(reconciliation: Reconciliation): Promise<void> {
  const { context, groupsBefore, inputs, isResuming } = reconciliation;
  if (!groupsBefore.isTaken) return;
  const source = await readInstance(reconciliation);
  const replicas = await tryReadReplicas(reconciliation, source);
  warnOfLostGroup(replicas, source, reconciliation);
  const isDue = (it: Instance) => requiresRestart(it) && (isResuming || groupsBefore.hasBegunToRequireRestart(it));
  const waiting = replicas.filter((it) => isDue(it) && isSourceTheCause(it, source, reconciliation));
  if (waiting.length === 0) return;
  if (inputs.allow?.restart === true) {
    for (const replica of waiting) await tryRestartReplica(replica, reconciliation);
    return;
  }
  context.log.warn(
    `Replica ${idsOf(waiting)} requires a restart: part of the configuration that changed with its source takes effect ` +
      "only then. Restart it, or set allow: { restart: true } for it and run `pulumi up --refresh`.",
  );
}

/** Reads the replicas of a source after its group has changed. Omits replicas that cannot be read. */
async function tryReadReplicas({ context }: Reconciliation, { replicas }: Instance): Promise<Instance[]> {
  const seen = await Promise.all(replicas.map((id) => tryLookup(context, () => findInstance(id, context))));
  return seen.filter((replica) => replica !== undefined);
}

/**
 * Restarts a replica after the group of its source has changed. The update of the source goes on if the replica does not
 * restart. If Trove refuses the restart, the update fails, and the next one tries again.
 */
async function tryRestartReplica(replica: Instance, reconciliation: Reconciliation): Promise<void> {
  const { instanceId, context } = reconciliation;
  const { id } = replica;
  try {
    await restartReplica(replica, "whose configuration group has changed with that of its source", reconciliation);
  } catch (error) {
    if (!(error instanceof ChangeFailedError || error instanceof WaitTimeoutError)) throw error;
    const now = await tryLookup(context, () => findInstance(id, context));
    context.log.warn(
      `Replica ${id} did not restart after its configuration group changed with that of its source ${instanceId}; its status ` +
        `is ${now?.status ?? "unknown"}. If it still requires the restart, restart it by hand, or set ` +
        "allow: { restart: true } for it and run `pulumi up --refresh`.",
    );
  }
}

/**
 * Warns of the replicas that had the group of the source and no longer have it. A replica that now has the new group of
 * its source has followed it, unless the program is known to declare the old one.
 */
function warnOfLostGroup(replicas: readonly Instance[], source: Instance, reconciliation: Reconciliation): void {
  const { instanceId, groupsBefore } = reconciliation;
  const { log, replicaGroups } = reconciliation.context;
  const group = groupsBefore.groupOfSource;
  if (group === undefined) return;
  const hasLost = ({ id, configurationId: now }: Instance) => {
    if (now === group || groupsBefore.groupOfReplica(id) !== group) return false;
    return now === undefined || now !== source.configurationId || replicaGroups.declared.get(id) === group;
  };
  const lost = replicas.filter(hasLost);
  if (lost.length === 0) return;
  log.warn(
    `Together with source ${instanceId} Trove has detached configuration group ${group} from replica ${idsOf(lost)}. ` +
      "Where the program declares that group for the replica, this `pulumi up` attaches it again if the replica depends " +
      "on its source, is part of this run (with `--target` it may not be) and requires no restart without its own " +
      "allow: { restart: true }. Otherwise run `pulumi up --refresh`.",
  );
}
