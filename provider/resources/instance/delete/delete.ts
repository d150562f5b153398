import { describeError } from "../../../core/error-text.ts";
import { TroveError } from "../../../core/trove-error.ts";
import { isGone } from "../../../trove/errors/is-gone.ts";
import { isOutcomeUnknown } from "../../../trove/errors/outcome-unknown.ts";
import { BusyError } from "../../../trove/errors/status-errors.ts";
import { guestNeverReported } from "../../../trove/instance-status.ts";
import type { Instance } from "../../../trove/types.ts";
import { waitFor } from "../../../wait/wait-for.ts";
import { endingWith } from "../../../wait/wait-progress.ts";
import { takeFinalBackup } from "../../backups/final-backup.ts";
import type { Context } from "../../context.ts";
import { findInstance } from "../../instance-actions/find-instance.ts";
import { AdoptError } from "../adopt/adopt-error.ts";
import { isFailedBuild } from "../create/failed-build.ts";
import { showQueued } from "../show-queued.ts";
import type { InstanceState } from "../state.ts";
import { type UnconfirmedDelete, waitUntilGone } from "./wait-until-gone.ts";

/** What became of a DELETE; `unknown`: its answer was lost. */
type Outcome = "accepted" | "unknown" | "busy";

/** How long after a final backup a DELETE may follow it. Later than that another backup is taken first. */
const BACKUP_COUNTS_MS = 60_000;

/** Deletes an instance and waits until it is gone. */
export async function deleteInstance(id: string, state: InstanceState, context: Context): Promise<void> {
  if (context.knownIds.isClaimedByAnother(id, state.adoptionToken)) {
    context.log.info(`Instance ${id} is kept: another resource of this stack took it over.`);
    return;
  }
  // With --continue-on-error deletes follow a failed adoption: the program moves the instance, and does not give it up.
  if (context.knownIds.hasFailedAdoption(id)) throw AdoptError.abandoned(id);
  await endingWith(
    context,
    () => context.locks.runExclusive(id, () => deleteUntilGone(id, state, context), showQueued(context)),
    () => "gone",
  );
  context.knownIds.forget(id);
}

async function deleteUntilGone(id: string, state: InstanceState, context: Context): Promise<void> {
  const found = await find(id, context);
  if (found === undefined) return;
  if (found.replicas.length > 0) {
    // The host tells the names of the instances that were read.
    await Promise.allSettled(found.replicas.map((replica) => context.poller.get(replica, context.signal)));
    throw new HasReplicasError(found);
  }
  const ask = (seen: Instance) => backUpAndRequest(seen, state, context);
  // In SHUTDOWN it is either being deleted already, or its database has stopped: the wait tells.
  const doubt = found.status === "SHUTDOWN" ? found.status : await ask(found);
  await waitUntilGone(id, doubt, context, ask);
}

function find(id: string, context: Context): Promise<Instance | undefined> {
  return findInstance(id, context);
}

/**
 * Takes the final backup that the instance is to have, and sends a DELETE. It does so each time that the instance turns
 * out to live on: what was written to it since is not in a backup that was taken before.
 */
async function backUpAndRequest(first: Instance, state: InstanceState, context: Context): Promise<UnconfirmedDelete> {
  for (let seen: Instance | undefined = first; seen !== undefined; seen = await find(first.id, context)) {
    const isGuarded = needsFinalBackup(state, seen);
    if (isGuarded) await takeFinalBackup(seen, state.finalBackup.name, context);
    // What never came up need not be waited for. What a backup was taken of has come up since.
    if (seen.status === "BUILD" && !state.wasActive && !isGuarded) await forceReset(seen.id, context);
    const outcome = await request(seen.id, context, isGuarded ? BACKUP_COUNTS_MS : Number.POSITIVE_INFINITY);
    if (outcome === "accepted") return undefined;
    // What no longer builds is in ERROR then, or in a status that says by itself that it is not going.
    if (outcome === "unknown") return seen.status === "BUILD" ? "ERROR" : seen.status;
  }
  return undefined;
}

/** An instance that was never in service has nothing to keep. That an interrupted create did not see it there is no proof. */
function needsFinalBackup(
  state: InstanceState,
  seen: Instance,
): state is InstanceState & { finalBackup: NonNullable<InstanceState["finalBackup"]> } {
  return state.finalBackup !== undefined && (state.wasActive || !wasNeverActive(state, seen));
}

/** It is certain that the instance was never active, so it holds no data. */
function wasNeverActive({ failedBuild }: InstanceState, seen: Instance): boolean {
  return isFailedBuild(failedBuild, seen) || guestNeverReported(seen);
}

/** @returns `busy` where the instance cannot be deleted for that long because it is busy. */
async function request(id: string, context: Context, timeoutMs: number): Promise<Outcome> {
  const { clock, deadline, signal, log } = context;
  const until = clock.now() + timeoutMs;
  return waitFor({
    what: `instance ${id} to be deletable`,
    observe: () => tryDelete(id, context),
    status: (outcome) => outcome,
    progress: (outcome) => `${outcome}: not deletable yet`,
    until: (outcome) => outcome !== "busy" || clock.now() >= until,
    deadline,
    clock,
    signal,
    log,
  });
}

/** Makes a stuck instance deletable, which a tenant may (`instance:force_delete`). */
async function forceReset(id: string, context: Context): Promise<void> {
  try {
    await context.trove.instances.resetStatus(id, { signal: context.signal });
  } catch (error) {
    if (!isGone(error, { instance: id }) && !isOutcomeUnknown(error)) throw error;
  }
}

/** An instance that is gone counts as accepted. It is busy while nova still builds it, even after `reset_status`: 422. */
async function tryDelete(id: string, context: Context): Promise<Outcome> {
  try {
    await context.trove.instances.delete(id, { signal: context.signal });
    return "accepted";
  } catch (error) {
    if (isGone(error, { instance: id })) return "accepted";
    if (isOutcomeUnknown(error)) {
      context.log.warn(`Whether Trove deletes instance ${id} is not known yet: ${describeError(error)}`);
      return "unknown";
    }
    if (error instanceof BusyError) return "busy";
    throw error;
  }
}

/** The source of replicas cannot be deleted before them (`trove/instance/models.py`, `ReplicaSourceDeleteForbidden`). */
export class HasReplicasError extends TroveError {
  readonly code = "TROVE_HAS_REPLICAS";

  constructor(instance: Instance) {
    super(
      `Instance "${instance.name}" (${instance.id}) was not deleted: it is the source of ${instance.replicas.map((id) => `replica ${id}`).join(", ")}. ` +
        "Delete or detach its replicas first.",
    );
  }
}
