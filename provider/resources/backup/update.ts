import type { Context } from "../context.ts";
import { QueueDeadline } from "../instance-actions/queue-deadline.ts";
import type { BackupInputs } from "./arguments.ts";
import { completeBackup } from "./create/create.ts";
import { diffInstance } from "./diff-arguments.ts";
import { explainGone } from "./errors.ts";
import { type BackupState, releasedBy, toState } from "./state.ts";

/** Records the inputs in the state: Trove changes nothing of a backup. Waits for one that an interrupted create started. */
export async function update(
  id: string,
  saved: BackupState,
  inputs: BackupInputs,
  context: Context,
): Promise<BackupState> {
  const { clock, deadline, locks, log, signal, trove } = context;
  const backup = await trove.backups.get(id, { signal }).catch((error: unknown) => {
    throw explainGone(error, id);
  });
  // A preview does not know the id of an instance that is replaced, so only the update can warn.
  for (const { path, reason, warning } of diffInstance(saved, inputs)) if (warning) log.warn(`${path} ${reason}.`);
  const state = toState(inputs, backup, saved.cloud, { ...saved, released: releasedBy(saved, inputs) });
  if (saved.pending.length === 0) return state;
  log.info(`Resuming the interrupted creation of backup ${id} (${backup.status}).`);
  const queue = new QueueDeadline(deadline, clock, locks);
  const complete = () => completeBackup(backup, state, inputs, { ...context, deadline: queue });
  return backup.instanceId === undefined ? complete() : queue.runExclusive(backup.instanceId, complete);
}
