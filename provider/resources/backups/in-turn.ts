import type { Context } from "../context.ts";

/** A task that takes a backup of an instance, or a snapshot of it for a replica. */
export interface SnapshotTask {
  /** The instance that the backup or the snapshot is taken of. */
  readonly sourceId: string;
  /** The status line of a task that waits for the first one of the process: `the first replica of a run is created alone`. */
  readonly whileAlone: string;
}

/**
 * Runs a task while no other change of its source is in progress: a backup and a snapshot are changes of it. In a project
 * without backups the first task of a process is alone until it has reserved the quota (`backupGate`).
 *
 * @param run gets a context whose deadline is later by the time in the queue, which can be hours, and a function to call
 * once Trove has reserved the quota; by default, that is when the task ends
 */
export async function inTurn<T>(
  { sourceId, whileAlone }: SnapshotTask,
  context: Context,
  run: (context: Context, onQuotaReserved: () => void) => Promise<T>,
): Promise<T> {
  const { locks, backupGate, signal, clock, deadline, log } = context;
  const queuedAt = clock.now();
  const start = (onQuotaReserved: () => void) =>
    locks.runExclusive(
      sourceId,
      () => run({ ...context, deadline: { ...deadline, at: deadline.at + clock.now() - queuedAt } }, onQuotaReserved),
      () => log.status("queued: another operation on the source is in progress"),
    );
  if (await hasBackups(context)) return start(() => {});
  // The gate comes before the lock: a task that holds a lock never waits for the gate.
  const reserve = async () => {
    const reserved = Promise.withResolvers<void>();
    const task = start(reserved.resolve);
    await Promise.race([task, reserved.promise]);
    return { task };
  };
  const onWait = () => log.status(`queued: ${whileAlone}`);
  const { task } = await backupGate.pass(reserve, { signal, onWait });
  return task;
}

/** Whether the project has a backup, and so the quota row that the first one inserts. Asks once per process. */
async function hasBackups({ cache, trove, signal }: Context): Promise<boolean> {
  try {
    return await cache.once("backups", async () => (await trove.backups.page({ limit: 1, signal })).items.length > 0);
  } catch (error) {
    if (signal.aborted) throw error;
    // Some clouds have no backups at all.
    return false;
  }
}
