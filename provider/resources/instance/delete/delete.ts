import { describeError } from "../../../core/error-text.ts";
import { TroveError } from "../../../core/trove-error.ts";
import { isGone } from "../../../trove/errors/is-gone.ts";
import { isOutcomeUnknown } from "../../../trove/errors/outcome-unknown.ts";
import { BusyError } from "../../../trove/errors/status-errors.ts";
import type { Instance } from "../../../trove/types.ts";
import { waitFor } from "../../../wait/wait-for.ts";
import { endingWith } from "../../../wait/wait-progress.ts";
import type { Context } from "../../context.ts";
import { findInstance } from "../../instance-actions/find-instance.ts";
import { AdoptError } from "../adopt/adopt-error.ts";
import { showQueued } from "../show-queued.ts";
import type { InstanceState } from "../state.ts";
import { requiredFinalBackup, takeFinalBackup } from "./final-backup.ts";
import { type UnconfirmedDelete, waitUntilGoneOrStalled } from "./wait-until-gone.ts";

/** The answer to a DELETE; `unknown`: it was lost. */
type DeleteAnswer = "accepted" | "unknown" | "busy";

/** How long a final backup counts. A DELETE that Trove has not accepted by then needs another backup first. */
const BACKUP_COUNTS_MS = 60_000;

/**
 * Deletes an instance and waits until Trove no longer finds it. An instance that another resource adopted is kept.
 *
 * @throws {AdoptError} if another resource failed to adopt the instance in this run: the program moves it, and deletes
 * follow with `--continue-on-error`
 */
export async function deleteInstance(id: string, state: InstanceState, context: Context): Promise<void> {
  const { knownIds, locks, log } = context;
  if (knownIds.isClaimedByAnother(id, state.adoptionToken)) {
    log.info(`Instance ${id} is kept: another resource of this stack adopted it.`);
    return;
  }
  if (knownIds.hasFailedAdoption(id)) throw AdoptError.abandoned(id);
  await endingWith(
    context,
    () => locks.runExclusive(id, () => deleteUntilGone(id, state, context), showQueued(context)),
    () => "gone",
  );
  knownIds.forget(id);
}

/**
 * Two invariants:
 * - While Trove may be deleting the instance, no second DELETE is sent: it would be subtracted from the quota twice
 *   (`trove/instance/models.py`, `delete`). A DELETE is repeated only if the status has stalled for so long that Trove
 *   cannot be deleting it.
 * - Each DELETE has its own final backup, taken at most `BACKUP_COUNTS_MS` before it: an instance that is still in service
 *   may have been written to since the last one.
 */
async function deleteUntilGone(id: string, state: InstanceState, context: Context): Promise<void> {
  let instance = await findInstance(id, context, readForDelete(id, state, context));
  if (instance === undefined) return;
  if (instance.replicas.length > 0) throw await hasReplicas(instance, context);
  // An instance in SHUTDOWN is being deleted already, or its database has stopped: the wait finds out which.
  let unconfirmed = instance.status === "SHUTDOWN" ? instance.status : await backUpAndDelete(instance, state, context);
  for (;;) {
    instance = await waitUntilGoneOrStalled(id, unconfirmed, context);
    if (instance === undefined) return;
    unconfirmed = await backUpAndDelete(instance, state, context);
  }
}

/** Whether a final backup is required can depend on the present status, so no list answers then. */
function readForDelete(id: string, { finalBackup }: InstanceState, { poller, signal }: Context): Promise<Instance> {
  return finalBackup === undefined ? poller.getForDelete(id, signal) : poller.get(id, signal);
}

async function backUpAndDelete(first: Instance, state: InstanceState, context: Context): Promise<UnconfirmedDelete> {
  let instance: Instance | undefined = first;
  while (instance !== undefined) {
    const { id, status }: Instance = instance;
    const finalBackup = requiredFinalBackup(state, instance);
    if (finalBackup !== undefined) await takeFinalBackup(instance, finalBackup, context);
    else if (status === "BUILD" && !state.wasActive) await forceReset(id, context);
    const timeoutMs = finalBackup === undefined ? Number.POSITIVE_INFINITY : BACKUP_COUNTS_MS;
    const answer = await requestDelete(id, timeoutMs, context);
    if (answer === "accepted") return undefined;
    // After the reset a failed build shows ERROR, which then does not mean that the DELETE arrived.
    if (answer === "unknown") return status === "BUILD" ? "ERROR" : status;
    instance = await findInstance(id, context);
  }
  return undefined;
}

/** Makes an instance that is stuck in BUILD deletable. A tenant may do that (`instance:force_delete`). */
async function forceReset(id: string, { trove, signal }: Context): Promise<void> {
  try {
    await trove.instances.resetStatus(id, { signal });
  } catch (error) {
    if (!isGone(error, { instance: id }) && !isOutcomeUnknown(error)) throw error;
  }
}

/** @returns `busy` if the instance is still busy after `timeoutMs` */
async function requestDelete(id: string, timeoutMs: number, context: Context): Promise<DeleteAnswer> {
  const { clock, deadline, signal, log } = context;
  const until = clock.now() + timeoutMs;
  return waitFor({
    what: `instance ${id} to be deletable`,
    observe: () => sendDelete(id, context),
    status: (answer) => answer,
    progress: (answer) => `${answer}: not deletable yet`,
    until: (answer) => answer !== "busy" || clock.now() >= until,
    ...{ deadline, clock, signal, log },
  });
}

/** An instance that no longer exists counts as accepted. Nova still builds one that answers 422 after `reset_status`. */
async function sendDelete(id: string, { trove, signal, log }: Context): Promise<DeleteAnswer> {
  try {
    await trove.instances.delete(id, { signal });
    return "accepted";
  } catch (error) {
    if (isGone(error, { instance: id })) return "accepted";
    if (isOutcomeUnknown(error)) {
      log.warn(`Trove may not have accepted the DELETE of instance ${id}: ${describeError(error)}`);
      return "unknown";
    }
    if (error instanceof BusyError) return "busy";
    throw error;
  }
}

/** Reads the replicas first: the host adds the names of instances that were read to the error. */
async function hasReplicas(instance: Instance, { poller, signal }: Context): Promise<HasReplicasError> {
  await Promise.allSettled(instance.replicas.map((replica) => poller.get(replica, signal)));
  return new HasReplicasError(instance);
}

/** An instance cannot be deleted before its replicas (`trove/instance/models.py`, `ReplicaSourceDeleteForbidden`). */
export class HasReplicasError extends TroveError {
  readonly code = "TROVE_HAS_REPLICAS";

  constructor(instance: Instance) {
    super(
      `Instance "${instance.name}" (${instance.id}) was not deleted: it is the source of ${instance.replicas.map((id) => `replica ${id}`).join(", ")}. ` +
        "Delete or detach its replicas first.",
    );
  }
}
