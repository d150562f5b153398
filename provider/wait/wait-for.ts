import type { Clock } from "../core/clock.ts";
import { CancelledError } from "../core/errors/cancelled-error.ts";
import { type Log, silentLog } from "../core/log.ts";
import { RateLimitError } from "../trove/errors/status-errors.ts";
import type { Deadline } from "./deadline.ts";
import { type Look, observeInTime } from "./observe-in-time.ts";
import { createPace, type Pace, type PaceOptions } from "./pace.ts";
import { StatusHistory } from "./status-history.ts";
import { WaitProgress } from "./wait-progress.ts";
import { WaitTimeoutError } from "./wait-timeout-error.ts";

export interface WaitOptions<T> {
  /** To follow "Waiting for": `instance "db" (4f1c…) to become ACTIVE`. */
  readonly what: string;
  /** What is known already: the first look comes after a pause. */
  readonly seen?: T | undefined;
  /** One look. Its signal is aborted once its result is not wanted; it may ask a server or wait for another's list. */
  observe(signal: AbortSignal): Promise<T>;
  /** A word or two for people: what is told and counted. */
  status(value: T): string;
  /** Whether this is it. What it throws ends the wait. */
  until(value: T): boolean;
  readonly deadline: Deadline;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Shows each status that is not yet it, first in its line, and for how long it lasts. */
  readonly log?: Log | undefined;
  /**
   * The status with what is under way, for the log: `RESIZE to m1.large`. Without ids.
   *
   * @default the status
   */
  readonly progress?: ((value: T) => string) | undefined;
  /** Told each status when it is first seen, and again when it is back after another. */
  readonly onStatus?: ((status: string) => void) | undefined;
  /** @default `createPace({ firstMs: 1000, maxMs: 4000 })` */
  readonly pace?: Pace | undefined;
  /**
   * Lets time pass between two looks.
   *
   * @default the clock's sleep
   */
  readonly pause?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
}

const defaultPace: PaceOptions = { firstMs: 1000, maxMs: 4000 };

/** The last look comes this long before the deadline, or a twentieth of the budget where that is shorter. */
const lastLookMs = 500;

/**
 * Looks again and again until it is as wanted. A look that fails for what can pass counts for none. There is always one
 * look, even when the deadline has passed.
 *
 * @throws {WaitTimeoutError} the deadline passed.
 * @throws {CancelledError} the signal was aborted; at once, whatever `observe` does.
 * @throws what else `observe`, or `until`, throws.
 */
export async function waitFor<T>(options: WaitOptions<T>): Promise<T> {
  const history = new StatusHistory(options.clock);
  try {
    return await lookUntil(options, history);
  } catch (error) {
    throw options.signal?.aborted ? cancelled(options.what, history) : error;
  }
}

async function lookUntil<T>(options: WaitOptions<T>, history: StatusHistory): Promise<T> {
  const { what, seen, deadline, clock, signal, log = silentLog } = options;
  const { pace = createPace(defaultPace), pause = (ms, signal) => clock.sleep(ms, signal) } = options;
  const lastLookAt = deadline.at - Math.min(lastLookMs, deadline.budgetMs / 20);
  let look: Look<T> | undefined = seen === undefined ? undefined : { kind: "value", value: seen };
  let problem: Error | undefined;
  const shown = new WaitProgress(log, clock);
  for (let looks = 0; ; looks += 1) {
    if (look?.kind === "value") {
      problem = undefined;
      const status = options.status(look.value);
      note(options, history, pace, status);
      if (options.until(look.value)) return look.value;
      shown.see(options.progress?.(look.value) ?? status);
    }
    if (look?.kind === "failure") {
      problem = look.error;
      shown.fail(problem.message);
    }
    if (looks > 0 && (look?.kind === "late" || clock.now() >= lastLookAt)) {
      throw new WaitTimeoutError(what, deadline, history.spans(), problem);
    }
    if (look !== undefined) {
      const ms = Math.min(Math.max(pace.next(), retryAfter(problem)), lastLookAt - clock.now());
      await pause(Math.max(0, ms), signal);
    }
    look = await observeInTime((signal) => options.observe(signal), deadline, clock, signal);
  }
}

function note<T>({ onStatus }: WaitOptions<T>, history: StatusHistory, pace: Pace, status: string): void {
  const isFirst = history.current === undefined;
  if (!history.record(status)) return;
  onStatus?.(status);
  if (!isFirst) pace.restart();
}

/** Milliseconds that a rate limit, met after all retrying, still asks for. */
function retryAfter(problem: Error | undefined): number {
  return problem instanceof RateLimitError ? (problem.retryAfterMs ?? 0) : 0;
}

function cancelled(what: string, history: StatusHistory): CancelledError {
  return new CancelledError(`Waiting for ${what} (last seen: ${history.current ?? "nothing yet"})`);
}
