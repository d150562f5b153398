import type { Clock } from "../../../core/clock.ts";
import type { Instance } from "../../../trove/types.ts";

/** For how long both times have to stand still: they are whole seconds, so that any later change shows. */
const STILL_MS = 3000;
/**
 * The same where Trove gives no reason: nova's ERROR shows at once, and the task manager notices it, which changes
 * `updated`, up to `usage_sleep_time` (5 s) later (`trove/taskmanager/models.py`, `_service_is_active`).
 */
const STILL_WITHOUT_FAULT_MS = 10_000;
const LOOK_EVERY_MS = 1000;
/** A guest that goes on reporting, more often than it stands still, leaves no proof. */
const LIMIT_MS = 30_000;

/**
 * The times of an instance whose build was seen to fail. While an instance in ERROR shows both unchanged it has not been
 * in service since: Trove changes `updated` with every task, and the guest's heartbeat changes `serviceStatusUpdated`.
 */
export interface FailedBuild {
  updated: string;
  serviceStatusUpdated: string;
}

/** Whether it is proven that the instance was never in service: it is as it was when its build was seen to fail. */
export function isFailedBuild(recorded: FailedBuild | undefined, instance: Instance): boolean {
  const seen = timesOf(instance);
  if (recorded === undefined || seen === undefined || instance.status !== "ERROR") return false;
  return recorded.updated === seen.updated && recorded.serviceStatusUpdated === seen.serviceStatusUpdated;
}

/**
 * Looks at an instance whose build has just failed until its times have stood still.
 *
 * @returns `undefined` where they do not, where Trove does not tell them, or where a look fails.
 */
export async function recordFailedBuild(
  first: Instance,
  look: () => Promise<Instance>,
  clock: Clock,
  signal: AbortSignal,
): Promise<FailedBuild | undefined> {
  const until = clock.now() + LIMIT_MS;
  let failed = timesOf(first);
  let since = clock.now();
  try {
    while (failed !== undefined && clock.now() < until) {
      await clock.sleep(LOOK_EVERY_MS, signal);
      const instance = await look();
      // A list shows BUILD until the task manager has noticed nova's ERROR (`_load_servers_status`).
      if (instance.status !== "ERROR" && instance.status !== "BUILD") return undefined;
      if (!isFailedBuild(failed, instance)) since = clock.now();
      failed = timesOf(instance);
      const needed = instance.fault === undefined ? STILL_WITHOUT_FAULT_MS : STILL_MS;
      if (clock.now() - since >= needed) return failed;
    }
  } catch {
    // Without a proof the instance is not replaced without consent.
  }
  return undefined;
}

function timesOf({ updated, serviceStatusUpdated }: Instance): FailedBuild | undefined {
  return updated === undefined || serviceStatusUpdated === undefined ? undefined : { updated, serviceStatusUpdated };
}
