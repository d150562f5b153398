import { isRunning } from "../../trove/backups/backups.ts";
import { descendantsOf } from "../../trove/backups/descendants.ts";
import { BackupRunningError } from "../../trove/errors/backup-running-error.ts";
import { isGone, unlessGone } from "../../trove/errors/is-gone.ts";
import { isOutcomeUnknown, uncertainForMs } from "../../trove/errors/outcome-unknown.ts";
import type { Backup } from "../../trove/types.ts";
import { waitFor } from "../../wait/wait-for.ts";
import { endingWith } from "../../wait/wait-progress.ts";
import { waitForBackup } from "../backups/create-backup.ts";
import { listProjectBackups } from "../backups/list-project-backups.ts";
import type { Context } from "../context.ts";
import { HasIncrementalsError } from "./errors.ts";
import type { BackupState } from "./state.ts";

/**
 * How long the delete of a backup waits for this process to start deleting those that are based on it. The engine does not
 * know of an order between them unless the program declares one.
 */
const ANNOUNCED_WITHIN_MS = 10_000;
const MAX_REQUESTS = 3;
const GONE = "gone";

/** Deletes a backup and waits until Trove no longer finds it. A backup that another resource took over is kept. */
export async function deleteBackup(id: string, state: BackupState, context: Context): Promise<void> {
  const { backupDeletes, knownIds, log } = context;
  if (knownIds.isClaimedByAnother(id, state.adoptionToken)) {
    log.info(`Backup ${id} is kept: another resource of this stack took it over.`);
    return;
  }
  backupDeletes.add(id);
  try {
    await endingWith(
      context,
      () => deleteUntilGone(id, context),
      () => GONE,
    );
  } finally {
    backupDeletes.delete(id);
  }
  knownIds.forget(id);
}

async function deleteUntilGone(id: string, context: Context): Promise<void> {
  const { signal, trove } = context;
  for (let requests = 0; ; ) {
    const backup = await unlessGone(trove.backups.get(id, { signal }), { backup: id });
    if (backup === undefined) return;
    // Trove refuses to delete a running backup.
    if (isRunning(backup)) await unlessGone(waitForBackup(id, { name: backup.name, context }), { backup: id });
    await awaitDescendants(backup, context);
    const answer = await requestDelete(id, context);
    if (answer.kind === "running") continue;
    const waitMs = answer.kind === "accepted" ? Number.POSITIVE_INFINITY : uncertainForMs(answer.error);
    if (await becomesGone(backup, waitMs, context)) return;
    requests += 1;
    if (answer.kind === "unknown" && requests >= MAX_REQUESTS) throw answer.error;
  }
}

/**
 * Trove deletes the backups that are based on a deleted one. So this waits until this process has deleted them.
 *
 * @throws {HasIncrementalsError} this process does not delete all of them
 */
async function awaitDescendants(backup: Backup, context: Context): Promise<void> {
  const { backupDeletes, clock, deadline, log, signal, trove } = context;
  const announcedBy = clock.now() + ANNOUNCED_WITHIN_MS;
  await waitFor({
    what: `the backups that are based on backup "${backup.name}" (${backup.id}) to be gone`,
    observe: async (signal) => descendantsOf(backup.id, await listProjectBackups({ trove, signal })),
    status: (found) => (found.length === 0 ? GONE : `${found.length} incremental`),
    until: (found) => {
      const others = found.filter(({ id }) => !backupDeletes.has(id));
      if (others.length > 0 && clock.now() >= announcedBy) throw new HasIncrementalsError(backup, others);
      return found.length === 0;
    },
    ...{ deadline, clock, signal, log },
  });
}

type DeleteAnswer =
  | { readonly kind: "accepted" }
  | { readonly kind: "running" }
  | { readonly kind: "unknown"; readonly error: Error };

/** @returns `running` once the backup that prevented the deletion is over: this one, or one that is based on it */
async function requestDelete(id: string, context: Context): Promise<DeleteAnswer> {
  const { signal, trove } = context;
  try {
    await trove.backups.delete(id, { signal });
    return { kind: "accepted" };
  } catch (error) {
    if (isGone(error, { backup: id })) return { kind: "accepted" };
    if (error instanceof BackupRunningError) {
      const { backupId } = error;
      await unlessGone(waitForBackup(backupId, { context }), { backup: backupId });
      return { kind: "running" };
    }
    if (error instanceof Error && isOutcomeUnknown(error)) return { kind: "unknown", error };
    throw error;
  }
}

/** Whether the backup is gone within a time. It shows no status of its own while Trove deletes it. */
async function becomesGone({ id, name }: Backup, withinMs: number, context: Context): Promise<boolean> {
  const { clock, deadline, log, signal, trove } = context;
  const until = clock.now() + withinMs;
  const last = await waitFor({
    what: `backup "${name}" (${id}) to be gone`,
    observe: (signal) => unlessGone(trove.backups.get(id, { signal }), { backup: id }),
    status: (backup) => (backup === undefined ? GONE : "deleting"),
    until: (backup) => backup === undefined || clock.now() >= until,
    ...{ deadline, clock, signal, log },
  });
  return last === undefined;
}
