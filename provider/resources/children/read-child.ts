import { isGone } from "../../trove/errors/is-gone.ts";
import { BusyError, GuestUnreachableError } from "../../trove/errors/status-errors.ts";
import type { Context } from "../context.ts";

/** Whether something inside an instance exists; `unknown` if the guest agent cannot be asked. */
export type Presence<Value> = { readonly value: Value } | "gone" | "unknown";

/**
 * Looks for something inside an instance. It is gone if its instance is. While the guest agent does not answer, or is busy,
 * the state stays as it was, with a warning.
 */
export async function lookInside<Value>(
  instanceId: string,
  what: string,
  look: () => Promise<Value | undefined>,
  { log }: Pick<Context, "log">,
): Promise<Presence<Value>> {
  try {
    const value = await look();
    return value === undefined ? "gone" : { value };
  } catch (error) {
    if (isGone(error, { instance: instanceId })) return "gone";
    if (!(error instanceof BusyError || error instanceof GuestUnreachableError)) throw error;
    log.warn(`${what} could not be read, so it stays in the state as it was: ${error.message}`);
    return "unknown";
  }
}
