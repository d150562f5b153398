import type { Instance } from "../../trove/types.ts";

/** Nothing is under way: in service, or waiting for a restart, which leaves the operating status empty. */
export function isIdle(instance: Instance): boolean {
  if (instance.status === "RESTART_REQUIRED" || instance.status === "HEALTHY") return true;
  return instance.status === "ACTIVE" && instance.operatingStatus !== "";
}

/** The same, and the database itself is well: only then is a resize or an upgrade over. */
export function isHealthyOrRestartRequired(instance: Instance): boolean {
  return isIdle(instance) && (instance.status !== "ACTIVE" || ["HEALTHY", "ACTIVE"].includes(instance.operatingStatus));
}
