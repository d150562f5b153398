import type { Clock } from "../../../core/clock.ts";
import type { Instance } from "../../../trove/types.ts";

/** How long both times must be unchanged. They are whole seconds, so any later change shows. */
const UNCHANGED_MS = 3000;
/**
 * The same if Trove gives no fault. Nova's ERROR shows at once, but the task manager notices it, which changes `updated`,
 * up to `usage_sleep_time` (5 s) later (`trove/taskmanager/models.py`, `_service_is_active`).
 */
const UNCHANGED_WITHOUT_FAULT_MS = 10_000;
const READ_EVERY_MS = 1000;
/** A guest agent that reports more often than every `UNCHANGED_MS` leaves no proof. */
const LIMIT_MS = 30_000;

/**
 * The times of an instance whose build failed. As long as the instance is in ERROR and both are unchanged, it was never in
 * service: Trove changes `updated` with every task, and the heartbeat of the guest agent changes `serviceStatusUpdated`.
 */
export interface FailedBuild {
  updated: string;
  serviceStatusUpdated: string;
}

/** Whether it is certain that the instance was never in service: nothing changed since its build failed. */
export function isFailedBuild(recorded: FailedBuild | undefined, instance: Instance): boolean {
  const seen = timesOf(instance);
  if (recorded === undefined || seen === undefined || instance.status !== "ERROR") return false;
  return recorded.updated === seen.updated && recorded.serviceStatusUpdated === seen.serviceStatusUpdated;
}

/**
 * Reads an instance whose build has just failed until its times no longer change.
 *
 * @returns `undefined` if they keep changing, if Trove does not report them, or if a read fails
 */
export async function recordFailedBuild(
  first: Instance,
  read: () => Promise<Instance>,
  clock: Clock,
  signal: AbortSignal,
): Promise<FailedBuild | undefined> {
  const until = clock.now() + LIMIT_MS;
  let failed = timesOf(first);
  let since = clock.now();
  try {
    while (failed !== undefined && clock.now() < until) {
      await clock.sleep(READ_EVERY_MS, signal);
      const instance = await read();
      // A list shows BUILD until the task manager has noticed nova's ERROR (`_load_servers_status`).
      if (instance.status !== "ERROR" && instance.status !== "BUILD") return undefined;
      if (!isFailedBuild(failed, instance)) since = clock.now();
      failed = timesOf(instance);
      const needed = instance.fault === undefined ? UNCHANGED_WITHOUT_FAULT_MS : UNCHANGED_MS;
      if (clock.now() - since >= needed) return failed;
    }
  } catch {
    // Without the proof a replacement needs consent.
  }
  return undefined;
}

function timesOf({ updated, serviceStatusUpdated }: Instance): FailedBuild | undefined {
  return updated === undefined || serviceStatusUpdated === undefined ? undefined : { updated, serviceStatusUpdated };
}
