import { describeError } from "../../http/describe-error.ts";
import { TroveError } from "../../http/trove-error.ts";
import { BusyError } from "../../trove/errors/busy-error.ts";
import { isGone } from "../../trove/errors/is-gone.ts";
import type { Instance } from "../../trove/types.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Context } from "../resource.ts";
import { FinalBackupError, hasFinalBackup, takeFinalBackup } from "./final-backup.ts";
import { findInstance } from "./find-instance.ts";
import { isAnswerLost } from "./lost-answer.ts";
import { type InstanceState, inService } from "./state.ts";
import { type Doubt, waitUntilGone } from "./wait-until-gone.ts";

/** What became of a DELETE; `unknown`: its answer was lost. */
type Outcome = "accepted" | "unknown" | "busy";

/** Deletes an instance and waits until it is gone. */
export async function remove(id: string, state: InstanceState, context: Context): Promise<void> {
  if (context.run.isHeldByAnother(id, state.takeover)) {
    context.log.info(`Instance ${id} is kept: another resource of this stack took it over.`);
    return;
  }
  await context.run.exclusive(id, () => removeNow(id, state, context));
  context.run.forget(id);
}

async function removeNow(id: string, state: InstanceState, context: Context): Promise<void> {
  const found = await findInstance(id, context.poller.look(id, context.signal), context);
  if (found === undefined) return;
  if (found.replicas.length > 0) throw new HasReplicasError(found);
  let settled = false;
  const ask = async (seen: Instance): Promise<Doubt> => {
    // Once: what was asked to go without a backup owed none, and may be past taking one.
    if (!settled && owesBackup(state, seen)) await backUp(seen, state.finalBackup.name, context);
    settled = true;
    return request(seen, state, context);
  };
  // Where it is going already nobody knows here who asked: it had its backup, or is past it; or its server has stopped.
  const doubt = found.status === "SHUTDOWN" ? found.status : await ask(found);
  await waitUntilGone(id, doubt, context, ask);
}

/** What never was in service has nothing to keep. That it was, the state of a create that was cut off does not know. */
function owesBackup(
  state: InstanceState,
  seen: Instance,
): state is InstanceState & { finalBackup: NonNullable<InstanceState["finalBackup"]> } {
  return state.finalBackup !== undefined && (state.built || hasComeUp(seen));
}

/** One that was freed in BUILD shows ACTIVE as well, and then that nothing is known of its guest. */
function hasComeUp(seen: Instance): boolean {
  return inService(seen) && seen.operatingStatus !== "ERROR";
}

/** @throws {FinalBackupError} */
async function backUp(instance: Instance, name: string | undefined, context: Context): Promise<void> {
  if (instance.status !== "SHUTDOWN") return takeFinalBackup(instance, name, context);
  // An operation before took it, and then asked the instance to go.
  if (await hasFinalBackup(instance, name, context)) return;
  throw new FinalBackupError(instance, "its status is SHUTDOWN, and a database that has stopped takes no backup");
}

async function request(instance: Instance, state: InstanceState, context: Context): Promise<Doubt> {
  const { id, status } = instance;
  if (status === "BUILD" && !state.built) await free(id, context);
  const outcome = await waitFor({
    what: `instance ${id} to be deletable`,
    observe: () => tryDelete(id, context),
    status: (outcome) => outcome,
    until: (outcome) => outcome !== "busy",
    deadline: context.deadline,
    clock: context.clock,
    signal: context.signal,
  });
  if (outcome === "accepted") return undefined;
  // What no longer builds is in ERROR then, or in a status that says by itself that it is not going.
  return status === "BUILD" ? "ERROR" : status;
}

/** What never came up need not be waited for: a tenant may free it (`instance:force_delete`). */
async function free(id: string, context: Context): Promise<void> {
  try {
    await context.trove.instances.resetStatus(id, { signal: context.signal });
  } catch (error) {
    if (!isGone(error, { instance: id }) && !isAnswerLost(error)) throw error;
  }
}

/** An instance that is gone counts as accepted. It is busy while nova still builds it, even after `reset_status`: 422. */
async function tryDelete(id: string, context: Context): Promise<Outcome> {
  try {
    await context.trove.instances.delete(id, { signal: context.signal });
    return "accepted";
  } catch (error) {
    if (isGone(error, { instance: id })) return "accepted";
    if (isAnswerLost(error)) {
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
      `Instance "${instance.name}" (${instance.id}) was not deleted: it is the source of ${instance.replicas.join(", ")}. ` +
        "Delete or detach its replicas first.",
    );
  }
}
