import { ApiFault } from "../api-fault.ts";
import { formatOutput } from "./format-output.ts";
import type { Instance } from "./instance.ts";

/** The newest error of an instance: it takes the place of the one before and is never cleared. */
export function saveFault(instance: Instance, message: string): void {
  instance.fault = { message: formatOutput(message), created: instance.now() };
}

/** What Trove refuses while it announces an operation becomes the instance's fault (`StartNotification`). */
export function announced<T>(instance: Instance, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    if (error instanceof ApiFault) saveFault(instance, error.message);
    throw error;
  }
}
