import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import { memoize } from "../../core/memo.ts";
import type { HttpRequest } from "../http.ts";
import type { QueueSlot } from "../rates/rate-budget.ts";
import { redactUrl } from "../secrets/redact-url.ts";
import { classify } from "./classify.ts";
import { throwIfCancelled } from "./throw-if-cancelled.ts";

export interface RetryOptions {
  /**
   * Milliseconds for a request with all its attempts and waits: no wait begins that would end later. What it queues for
   * the rate budget before an attempt does not count; what it waits because it was refused for its rate does.
   * @default 120000
   */
  readonly totalMs?: number | undefined;
  /**
   * Being refused for the rate counts for none where there is a budget: the request waits for its next turn.
   * @default 20
   */
  readonly attempts?: number | undefined;
  /**
   * The longest first wait in milliseconds; each further one may be twice as long.
   * @default 500
   */
  readonly baseMs?: number | undefined;
  /**
   * The longest wait in milliseconds, on top of what the server asks for.
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

/** Wraps what must end the attempts whatever it is; `withRetries` throws what is inside. */
export type ToFatal = (error: Error) => Error;

const loadRetry = memoize(() => import("p-retry"));

/** Runs `attempt` until it succeeds, or `classify` or a bound ends it; throws the last failure as it is. */
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
    const came = clock.now();
    await slot?.wait();
    end += clock.now() - came;
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
  // p-retry has not the signal: it would drop the answer to a mutation that comes after a cancellation. And not the
  // waits: they belong to the injected clock.
  const answer = await pRetry(() => attemptInSlot((error) => new AbortError(error)), {
    retries: attempts - 1,
    minTimeout: 0,
    onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
      failed = attemptNumber;
      const decision = classify(error, { repeatable });
      if (!decision.retry || retriesLeft === 0 || request.signal?.aborted) throw error;
      // Full jitter, also on top of Retry-After: Trove tells everyone the same second.
      const pause = Math.ceil((decision.afterMs ?? 0) + random() * Math.min(capMs, baseMs * 2 ** (attemptNumber - 1)));
      if (clock.now() + pause > end) throw error;
      log.status(`Trying again in ${(pause / 1000).toFixed(1)} s: ${error.message}`);
      await clock.sleep(pause, request.signal).catch((reason: unknown) => {
        throwIfCancelled(request);
        throw reason;
      });
    },
  });
  // A status line stays until the next one, and this request may be the last.
  if (failed > 0) log.status(`Answered at attempt ${failed + 1}: ${request.method} ${redactUrl(request.url).path}`);
  return answer;
}
