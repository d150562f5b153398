import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import { memoize } from "../../core/memo.ts";
import type { HttpRequest } from "../http.ts";
import type { QueueSlot } from "../rates/rate-budget.ts";
import { describeRequest } from "../secrets/redact-url.ts";
import { throwIfCancelled } from "./attempt-watch.ts";
import { classify } from "./classify.ts";

export interface RetryOptions {
  /**
   * Milliseconds for a request with all its attempts and waits: no wait begins that would end later. Time in the queue of
   * the rate budget before an attempt does not count; the wait after a refusal for the rate does.
   * @default 120000
   */
  readonly totalMs?: number | undefined;
  /**
   * With a rate budget, an attempt that was refused for its rate does not count.
   * @default 20
   */
  readonly attempts?: number | undefined;
  /**
   * The longest first wait in milliseconds; the limit doubles for each further wait.
   * @default 500
   */
  readonly baseMs?: number | undefined;
  /**
   * The longest wait in milliseconds, in addition to the server's `Retry-After`.
   * @default 10000
   */
  readonly capMs?: number | undefined;
  /**
   * From 0 to below 1.
   * @default Math.random
   */
  readonly random?: (() => number) | undefined;
}

export interface RetryContext {
  readonly request: HttpRequest;
  readonly clock: Clock;
  readonly log: Log;
  readonly retry: RetryOptions;
  readonly slot?: QueueSlot | undefined;
}

/** Wraps an error that must not be retried, whatever it is; `withRetries` throws the error inside. */
export type ToFatal = (error: Error) => Error;

const loadRetry = memoize(() => import("p-retry"));

/** Runs `attempt` until it succeeds, or until `classify` or a limit ends it; then throws the last failure unchanged. */
export async function withRetries<T>(
  attempt: (toFatal: ToFatal) => Promise<T>,
  { request, clock, log, retry, slot }: RetryContext,
): Promise<T> {
  const { default: pRetry, AbortError } = await loadRetry();
  const { totalMs = 120_000, attempts = 20, baseMs = 500, capMs = 10_000, random = Math.random } = retry;
  const repeatable = request.repeatable ?? request.method === "GET";
  let end = clock.now() + totalMs;
  let failed = 0;
  const attemptInSlot = async (toFatal: ToFatal): Promise<T> => {
    const queuedAt = clock.now();
    await slot?.wait();
    end += clock.now() - queuedAt;
    for (;;) {
      try {
        return await attempt(toFatal);
      } catch (error) {
        const pause = slot?.refused(error);
        if (pause === undefined) throw error;
        if (clock.now() + pause > end || request.signal?.aborted) throw toFatal(error as Error);
        await slot?.wait();
      }
    }
  };
  // p-retry does not get the signal: it would drop the response to a mutation that arrives after a cancellation. It does
  // not wait either: waits use the injected clock.
  const answer = await pRetry(() => attemptInSlot((error) => new AbortError(error)), {
    retries: attempts - 1,
    minTimeout: 0,
    onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
      failed = attemptNumber;
      const decision = classify(error, { repeatable });
      if (!decision.retry || retriesLeft === 0 || request.signal?.aborted) throw error;
      // Full jitter, in addition to Retry-After: Trove gives every client the same second.
      const pause = Math.ceil((decision.afterMs ?? 0) + random() * Math.min(capMs, baseMs * 2 ** (attemptNumber - 1)));
      if (clock.now() + pause > end) throw error;
      log.status(`Retrying in ${(pause / 1000).toFixed(1)} s: ${error.message}`);
      await clock.sleep(pause, request.signal).catch((reason: unknown) => {
        throwIfCancelled(request);
        throw reason;
      });
    },
  });
  // A status line stays until the next one, and this request may be the last, so it must not end with a retry.
  if (failed > 0) log.status(`Succeeded at attempt ${failed + 1}: ${describeRequest(request)}`);
  return answer;
}
