import { ApiFault } from "../api-fault.ts";
import { checkStorable } from "../storable.ts";
import { formatOutput } from "./format-output.ts";
import type { Instance } from "./instance.ts";

/** Saves the latest error of an instance. It replaces the previous one and is never cleared. */
export function saveFault(instance: Instance, message: string): void {
  checkStorable(message);
  instance.fault = { message: formatOutput(message), created: instance.now() };
}

/** Runs an operation that Trove wraps in a `StartNotification`: its refusal is also saved as the instance's fault. */
export function announced<T>(instance: Instance, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    saveRefusal(instance, error);
    throw error;
  }
}

/** The same for an operation that waits for the guest agent. */
export async function announcedCall(instance: Instance, operation: () => Promise<void>): Promise<void> {
  try {
    await operation();
  } catch (error) {
    saveRefusal(instance, error);
    throw error;
  }
}

/** The message of an unexpected exception is not simulated. */
function saveRefusal(instance: Instance, error: unknown): void {
  if (error instanceof ApiFault && error.status !== 500) saveFault(instance, error.message);
}
