import type { Clock } from "../core/clock.ts";
import type { Deadline } from "./deadline.ts";
import { isTransient } from "./is-transient.ts";

/** The outcome of one observation. */
export type Observation<T> =
  | { readonly kind: "value"; readonly value: T }
  /** A transient failure. */
  | { readonly kind: "failure"; readonly error: Error }
  /** No result before the deadline. */
  | { readonly kind: "late" };

/** Even at the deadline an observation has this long, since it may see success. */
const MIN_MS = 1000;

/** A reason for the abort: without one, every observation would create a DOMException with its stack. */
const ENDED = "The observation has ended";

/**
 * Observes once, until the deadline at most. The signal that `observe` gets is aborted when its result is no longer
 * needed, which also ends the timer.
 *
 * @throws the reason of `signal` as soon as it is aborted; any error of `observe` that is not transient.
 */
export async function observeInTime<T>(
  observe: (signal: AbortSignal) => Promise<T>,
  deadline: Deadline,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<Observation<T>> {
  signal?.throwIfAborted();
  const ending = new AbortController();
  const abort = () => ending.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([result(observe, ending.signal), late(clock, deadline, ending.signal)]);
  } catch (error) {
    if (isTransient(error) && !signal?.aborted) {
      return { kind: "failure", error };
    }
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
    ending.abort(ENDED);
  }
}

async function result<T>(observe: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<Observation<T>> {
  return { kind: "value", value: await observe(signal) };
}

async function late(clock: Clock, deadline: Deadline, signal: AbortSignal): Promise<Observation<never>> {
  await clock.sleep(Math.max(MIN_MS, deadline.at - clock.now()), signal);
  return { kind: "late" };
}
