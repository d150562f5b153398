/** What the task manager does with an instance (`trove/instance/tasks.py`). */
export type Task =
  | "NONE"
  | "BUILDING"
  | "REBOOTING"
  | "RESIZING"
  | "UPGRADING"
  | "RESTART_REQUIRED"
  | "PROMOTING"
  | "EJECTING"
  | "DETACHING"
  | "UPDATING"
  | "DELETING"
  /** Any task that ended in an error. */
  | "ERROR";

/** The API's operating status for each status of the database service (`service_status.py`). */
export const SERVICE_STATUSES = {
  new: "NEW",
  running: "ACTIVE",
  healthy: "HEALTHY",
  shutdown: "SHUTDOWN",
  crashed: "SHUTDOWN",
  blocked: "BLOCKED",
  building: "BUILD",
  "failed to spawn": "FAILED",
  unknown: "ERROR",
  "guestagent error": "ERROR",
  "restart required": "RESTART_REQUIRED",
  restarting: "RESTARTING",
} as const;

export type ServiceStatus = keyof typeof SERVICE_STATUSES;

const ALLOW_ACTIONS: readonly ServiceStatus[] = [
  "running",
  "healthy",
  "shutdown",
  "crashed",
  "blocked",
  "restart required",
];

export function allowsActions(service: ServiceStatus): boolean {
  return ALLOW_ACTIONS.includes(service);
}

/** The status that a task shows, in the order of Trove's checks (`trove/instance/models.py`, `status`). */
const TASK_STATUSES: Readonly<Partial<Record<Task, string>>> = {
  ERROR: "ERROR",
  BUILDING: "BUILD",
  REBOOTING: "REBOOT",
  RESIZING: "RESIZE",
  UPGRADING: "UPGRADE",
  RESTART_REQUIRED: "RESTART_REQUIRED",
  PROMOTING: "PROMOTE",
  EJECTING: "EJECT",
  DETACHING: "DETACH",
};

const SERVER_STATUSES = ["BUILD", "ERROR", "REBOOT", "RESIZE", "ACTIVE", "SHUTDOWN"];

export interface Condition {
  readonly task: Task;
  /** Nova's status. */
  readonly server: string;
  readonly service: ServiceStatus;
  readonly backingUp: boolean;
}

export function statusOf({ task, server, backingUp }: Condition): string {
  const ofTask = TASK_STATUSES[task];
  if (ofTask) return ofTask;
  if (task === "DELETING") return server === "ACTIVE" || server === "SHUTDOWN" ? "SHUTDOWN" : "ERROR";
  if (backingUp) return "BACKUP";
  if (SERVER_STATUSES.includes(server)) return server;
  return server === "VERIFY_RESIZE" ? "RESIZE" : "UNKNOWN";
}

export function operatingStatusOf({ task, server, service }: Condition): string {
  return task === "NONE" && server === "ACTIVE" ? SERVICE_STATUSES[service] : "";
}

/** A condition that shows the status. */
export function conditionFor(status: string): Omit<Condition, "service"> {
  if (status === "BACKUP") return { task: "NONE", server: "ACTIVE", backingUp: true };
  const task = (Object.keys(TASK_STATUSES) as Task[]).find((one) => one !== "ERROR" && TASK_STATUSES[one] === status);
  if (task) return { task, server: task === "BUILDING" ? "BUILD" : "ACTIVE", backingUp: false };
  return { task: "NONE", server: status, backingUp: false };
}
