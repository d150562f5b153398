import { unlessGone } from "../../../../trove/errors/is-gone.ts";
import { NotFoundError } from "../../../../trove/errors/not-found-error.ts";
import type { Instance } from "../../../../trove/types.ts";
import { findInstance } from "../../../instance-actions/find-instance.ts";
import { readInstance } from "../../../instance-actions/read-instance.ts";
import { restart } from "../../../instance-actions/restart.ts";
import type { Reconciliation } from "../reconciliation.ts";
import { requiresRestart } from "./group-snapshot.ts";

/**
 * Reads the replicas of a source before its group changes. Retries: without a replica's state from before the change, a
 * restart that it requires afterwards cannot be attributed, and a swap would stop after the detach.
 *
 * Omits replicas that are gone, and those that a 404 about something else hides, such as a group of another project.
 */
export async function readReplicas({ context }: Reconciliation, { replicas }: Instance): Promise<Instance[]> {
  const read = (id: string) =>
    findInstance(id, context, readInstance({ instanceId: id, context })).catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
  const seen = await Promise.all(replicas.map(read));
  return seen.filter((replica) => replica !== undefined);
}

/**
 * Whether the group of the source made a replica require a restart: the replica has the same group, or neither has one
 * and the restart became required during this update. A resumed update may have detached the group from both.
 */
export function isSourceTheCause(replica: Instance, source: Instance, reconciliation: Reconciliation): boolean {
  if (replica.configurationId !== source.configurationId) return false;
  const { groupsBefore, isResuming } = reconciliation;
  return replica.configurationId !== undefined || isResuming || groupsBefore.hasBegunToRequireRestart(replica);
}

/** Restarts a replica if it requires a restart. A replica that is gone is ignored. */
export async function restartReplica(replica: Instance, reason: string, reconciliation: Reconciliation): Promise<void> {
  const { id } = replica;
  const { context } = reconciliation;
  context.log.info(`Restarting replica ${id}, ${reason}.`);
  const restarted = reconciliation.runExclusive(id, async () => {
    const target = { instanceId: id, context };
    // Not an argument of the replica's own program: its paths are not recorded.
    if (requiresRestart(await readInstance(target))) await restart(target, []);
  });
  await unlessGone(restarted, { instance: id });
}

/** Lists ids after the word "replica", which each id needs to get its name: `4f1c…, replica 5a2d…`. */
export function idsOf(replicas: readonly Instance[]): string {
  return replicas.map(({ id }) => id).join(", replica ");
}
