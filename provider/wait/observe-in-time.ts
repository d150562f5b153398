import type { Clock } from "../core/clock.ts";
import type { Deadline } from "./deadline.ts";
import { isTransient } from "./is-transient.ts";

export type Look<T> =
  | { readonly kind: "value"; readonly value: T }
  /** Of the kind that can pass. */
  | { readonly kind: "failure"; readonly error: Error }
  /** No answer before the deadline. */
  | { readonly kind: "late" };

/** A look has at least this long, be the deadline ever so near: it may be the one that sees success. */
const leastMs = 1000;

/** Why a look ends: without it, a DOMException with its stack would be made for each. */
const OVER = "The look is over";

/**
 * Looks once, until the deadline at most. Its own signal ends the look as soon as nobody wants its result, and with it
 * the timer beside it.
 *
 * @throws the signal's reason, as soon as it is aborted; and what `observe` throws, if that cannot pass.
 */
export async function observeInTime<T>(
  observe: (signal: AbortSignal) => Promise<T>,
  deadline: Deadline,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<Look<T>> {
  signal?.throwIfAborted();
  const look = new AbortController();
  const abort = () => look.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([answer(observe, look.signal), late(clock, deadline, look.signal)]);
  } catch (error) {
    if (isTransient(error) && !signal?.aborted) {
      return { kind: "failure", error };
    }
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
    look.abort(OVER);
  }
}

async function answer<T>(observe: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<Look<T>> {
  return { kind: "value", value: await observe(signal) };
}

async function late(clock: Clock, deadline: Deadline, signal: AbortSignal): Promise<Look<never>> {
  await clock.sleep(Math.max(leastMs, deadline.at - clock.now()), signal);
  return { kind: "late" };
}
