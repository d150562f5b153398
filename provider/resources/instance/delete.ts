import { TroveError } from "../../http/trove-error.ts";
import { BusyError } from "../../trove/errors/busy-error.ts";
import { isNotFound, unlessNotFound } from "../../trove/errors/is-not-found.ts";
import type { Instance } from "../../trove/types.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Context } from "../resource.ts";
import { FinalBackupError, takeFinalBackup } from "./final-backup.ts";
import { isAnswerLost } from "./lost-answer.ts";
import type { InstanceState } from "./state.ts";

/**
 * A second DELETE of an instance that is going takes it off the quota once more (`trove/instance/models.py`), so it is
 * sent again only after the instance has stood still for so long.
 */
const STANDS_STILL_MS = 60_000;
const GONE = "gone";
type Seen = Instance | typeof GONE;

/** Deletes an instance and waits until it is gone. */
export async function remove(id: string, state: InstanceState, context: Context): Promise<void> {
  if (context.run.isHeldByAnother(id, state.takeover)) {
    context.log.info(`Instance ${id} is kept: another resource of this stack took it over.`);
    return;
  }
  await context.run.exclusive(id, () => removeNow(id, state, context));
}

async function removeNow(id: string, state: InstanceState, context: Context): Promise<void> {
  const found = await unlessNotFound(context.poller.look(id, context.signal));
  if (found === undefined) return;
  if (found.replicas.length > 0) throw new HasReplicasError(found);
  // One that is going already had its backup, or is past it.
  const going = found.status === "SHUTDOWN";
  if (!going && owesBackup(state)) await takeFinalBackup(found, state.finalBackup.name, context);
  if (!going) await request(found, state, context);
  await waitUntilGone(id, state, context, going);
}

async function request(instance: Instance, state: InstanceState, context: Context): Promise<void> {
  const { id } = instance;
  if (instance.status === "BUILD" && !state.built) await free(id, context);
  await waitFor({
    what: `instance ${id} to be deletable`,
    observe: () => tryDelete(id, context),
    status: (accepted) => (accepted ? "accepted" : "busy"),
    until: (accepted) => accepted,
    deadline: context.deadline,
    clock: context.clock,
    signal: context.signal,
  });
}

/** What never came up need not be waited for: a tenant may free it (`instance:force_delete`). */
async function free(id: string, context: Context): Promise<void> {
  try {
    await context.trove.instances.resetStatus(id, { signal: context.signal });
  } catch (error) {
    if (!isNotFound(error) && !isAnswerLost(error)) throw error;
  }
}

/** Whether the instance is going. It is not while nova still builds it, even after `reset_status`: 422. */
async function tryDelete(id: string, context: Context): Promise<boolean> {
  try {
    await context.trove.instances.delete(id, { signal: context.signal });
    return true;
  } catch (error) {
    if (isNotFound(error)) return true;
    if (isAnswerLost(error)) {
      context.log.warn(`Whether Trove deletes instance ${id} is not known yet: ${(error as Error).message}`);
      return true;
    }
    if (error instanceof BusyError) return false;
    throw error;
  }
}

/**
 * Through ERROR, and through a short ACTIVE when a task ends after the DELETE, until it is not found. An instance that
 * stands still in ACTIVE is not going, and neither is one in SHUTDOWN that was never asked to: its server is stopped.
 */
async function waitUntilGone(id: string, state: InstanceState, context: Context, wasGoing: boolean): Promise<void> {
  const idle = new Set(wasGoing ? ["ACTIVE", "SHUTDOWN"] : ["ACTIVE"]);
  let still = { status: "", since: context.clock.now() };
  await context.poller.waitFor<Seen>(id, {
    what: `instance ${id} to be gone`,
    observe: async (look) => {
      const seen = (await unlessNotFound(look())) ?? GONE;
      const status = seen === GONE ? GONE : seen.status;
      if (status !== still.status) still = { status, since: context.clock.now() };
      if (seen !== GONE && idle.has(status) && context.clock.now() - still.since >= STANDS_STILL_MS) {
        if (status === "SHUTDOWN" && owesBackup(state)) throw stopped(seen);
        await request(seen, state, context);
        idle.delete("SHUTDOWN");
        still = { status, since: context.clock.now() };
      }
      return seen;
    },
    status: (seen) => (seen === GONE ? GONE : seen.status),
    until: (seen) => seen === GONE,
    pace: context.poller.pace,
    deadline: context.deadline,
    signal: context.signal,
    log: context.log,
  });
}

/** What never was in service has nothing to keep. */
function owesBackup(
  state: InstanceState,
): state is InstanceState & { finalBackup: NonNullable<InstanceState["finalBackup"]> } {
  return state.finalBackup !== undefined && state.built;
}

function stopped(instance: Instance): FinalBackupError {
  return new FinalBackupError(instance, "its status is SHUTDOWN, and a database that has stopped takes no backup");
}

/** The source of replicas cannot be deleted before them (`trove/instance/models.py`, `ReplicaSourceDeleteForbidden`). */
export class HasReplicasError extends TroveError {
  readonly code = "TROVE_HAS_REPLICAS";

  constructor(instance: Instance) {
    super(
      `Instance "${instance.name}" (${instance.id}) was not deleted: it is the source of ${instance.replicas.join(", ")}. ` +
        "Delete or detach its replicas first.",
    );
  }
}
