import type { Instance } from "./types.ts";

// The only module that combines `status` and `operatingStatus`. Clouds before Wallaby have no operating status and
// report HEALTHY in `status` (`trove/instance/models.py`). The operating status is empty while a task runs, and in
// RESTART_REQUIRED, ERROR and SHUTDOWN.

type Status = Pick<Instance, "status" | "operatingStatus">;
type Reported = Status & Pick<Instance, "created" | "serviceStatusUpdated">;

/** No task is running and the database answers. Waits for `ACTIVE` end here. */
export function isHealthy({ status, operatingStatus }: Status): boolean {
  return status === "HEALTHY" || (status === "ACTIVE" && ["HEALTHY", "ACTIVE"].includes(operatingStatus));
}

/** Healthy, or only waiting for a restart. Builds, resizes, upgrades and restarts end here. */
export function isHealthyOrRestartRequired(instance: Status): boolean {
  return instance.status === "RESTART_REQUIRED" || isHealthy(instance);
}

/** No task is running, whether or not the database answers: Trove accepts the next change. */
export function isIdle(instance: Status): boolean {
  return isHealthyOrRestartRequired(instance) || (instance.status === "ACTIVE" && instance.operatingStatus !== "");
}

/** Statuses that have no operating status although no task is running. */
const EMPTY_WITHOUT_TASK: readonly string[] = ["RESTART_REQUIRED", "ERROR", "SHUTDOWN"];

/** A task is running. Not the opposite of `isIdle`: an instance in ERROR or SHUTDOWN is neither. */
export function isTaskRunning({ status, operatingStatus }: Status): boolean {
  return operatingStatus === "" && !EMPTY_WITHOUT_TASK.includes(status);
}

/** Statuses in which an instance may never have been active. */
const MAY_NEVER_HAVE_BEEN_ACTIVE: readonly string[] = ["BUILD", "ERROR", "FAILED", "SHUTDOWN", "UNKNOWN", ""];

/** Setting the access, or `reset_status`, turns BUILD into ACTIVE before the guest agent has reported. */
const BEFORE_FIRST_REPORT: readonly string[] = ["NEW", "BUILD"];

/** The instance was active at some time, so it may hold data. False proves nothing. */
export function hasBeenActive({ status, operatingStatus }: Status): boolean {
  if (status === "ACTIVE" && BEFORE_FIRST_REPORT.includes(operatingStatus)) return false;
  return !MAY_NEVER_HAVE_BEEN_ACTIVE.includes(status);
}

/**
 * It is certain that the guest agent has never reported, so the database never ran. BUILD alone does not prove that: an
 * operator's rebuild of an active instance shows it too (`trove/instance/models.py`, `rebuild`).
 */
export function guestNeverReported(instance: Reported): boolean {
  const { status, operatingStatus } = instance;
  if (status === "BUILD") return !hasReportTime(instance);
  if (status !== "ACTIVE") return false;
  return BEFORE_FIRST_REPORT.includes(operatingStatus) || (operatingStatus === "ERROR" && !hasReportTime(instance));
}

/** Trove creates the records of an instance and of its guest agent one after the other, within two seconds. */
function hasReportTime({ created, serviceStatusUpdated }: Reported): boolean {
  if (created === undefined || serviceStatusUpdated === undefined) return true;
  return Date.parse(serviceStatusUpdated) - Date.parse(created) > 2000;
}

/** Trove may be deleting the instance (`trove/instance/models.py`, `status`). */
export function mayBeDeleting({ status }: Pick<Instance, "status">): boolean {
  return status === "SHUTDOWN" || status === "ERROR";
}
