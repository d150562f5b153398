import type { Clock } from "../core/clock.ts";
import { CancelledError } from "../core/errors/cancelled-error.ts";
import { type Log, silentLog } from "../core/log.ts";
import { RateLimitError } from "../trove/errors/status-errors.ts";
import type { Deadline } from "./deadline.ts";
import { type Observation, observeInTime } from "./observe-in-time.ts";
import { createPace, type Pace, type PaceOptions } from "./pace.ts";
import { StatusHistory } from "./status-history.ts";
import { WaitProgress } from "./wait-progress.ts";
import { WaitTimeoutError } from "./wait-timeout-error.ts";

/** Options of `waitFor`. */
export interface WaitOptions<T> {
  /** The words after "Waiting for" in errors: `instance "db" (4f1c…) to become ACTIVE`. */
  readonly what: string;
  /** A value that is already known. The first observation follows after a pause. */
  readonly seen?: T | undefined;
  /** Observes once. The signal is aborted when the result is no longer needed. */
  observe(signal: AbortSignal): Promise<T>;
  /** The status of a value, for `onStatus` and for the history in a timeout error. */
  status(value: T): string;
  /** Whether the wait is over. If it throws, the wait ends with that error. */
  until(value: T): boolean;
  readonly deadline: Deadline;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Shows each status that does not end the wait, at the beginning of the line, and how long it has lasted. */
  readonly log?: Log | undefined;
  /**
   * The status with the running task, for the log: `RESIZE to m1.large`. Without ids.
   *
   * @default the status
   */
  readonly progress?: ((value: T) => string) | undefined;
  /** Called with the first status and whenever the status changes. */
  readonly onStatus?: ((status: string) => void) | undefined;
  /** @default `createPace({ firstMs: 1000, maxMs: 4000 })` */
  readonly pace?: Pace | undefined;
  /**
   * Lets time pass between two observations.
   *
   * @default the clock's sleep
   */
  readonly pause?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
}

const DEFAULT_PACE: PaceOptions = { firstMs: 1000, maxMs: 4000 };

/** The last observation begins this long before the deadline, or a twentieth of the timeout if that is shorter. */
const LAST_OBSERVATION_MS = 500;

/**
 * Observes a value until it meets a condition. A transient failure does not end the wait. There is always at least one
 * observation, even after the deadline.
 *
 * @throws {WaitTimeoutError} the deadline passed.
 * @throws {CancelledError} the signal was aborted; at once, whatever `observe` does.
 * @throws any other error of `observe` or `until`.
 */
export async function waitFor<T>(options: WaitOptions<T>): Promise<T> {
  const history = new StatusHistory(options.clock);
  try {
    return await observeUntil(options, history);
  } catch (error) {
    throw options.signal?.aborted ? cancelled(options.what, history) : error;
  }
}

async function observeUntil<T>(options: WaitOptions<T>, history: StatusHistory): Promise<T> {
  const { what, seen, deadline, clock, signal, log = silentLog } = options;
  const { pace = createPace(DEFAULT_PACE), pause = (ms, signal) => clock.sleep(ms, signal) } = options;
  const lastAt = deadline.at - Math.min(LAST_OBSERVATION_MS, deadline.budgetMs / 20);
  let observed: Observation<T> | undefined = seen === undefined ? undefined : { kind: "value", value: seen };
  let problem: Error | undefined;
  const progress = new WaitProgress(log, clock);
  for (let count = 0; ; count += 1) {
    if (observed?.kind === "value") {
      problem = undefined;
      const status = options.status(observed.value);
      recordStatus(options, history, pace, status);
      if (options.until(observed.value)) return observed.value;
      progress.see(options.progress?.(observed.value) ?? status);
    }
    if (observed?.kind === "failure") {
      problem = observed.error;
      progress.fail(problem.message);
    }
    if (count > 0 && (observed?.kind === "late" || clock.now() >= lastAt)) {
      throw new WaitTimeoutError(what, deadline, history.spans(), problem);
    }
    if (observed !== undefined) {
      const ms = Math.min(Math.max(pace.next(), retryAfterMs(problem)), lastAt - clock.now());
      await pause(Math.max(0, ms), signal);
    }
    observed = await observeInTime((signal) => options.observe(signal), deadline, clock, signal);
  }
}

function recordStatus<T>({ onStatus }: WaitOptions<T>, history: StatusHistory, pace: Pace, status: string): void {
  const isFirst = history.current === undefined;
  if (!history.record(status)) return;
  onStatus?.(status);
  if (!isFirst) pace.restart();
}

/** Milliseconds that the server asks to wait after a rate limit that outlasted the retries. */
function retryAfterMs(problem: Error | undefined): number {
  return problem instanceof RateLimitError ? (problem.retryAfterMs ?? 0) : 0;
}

function cancelled(what: string, history: StatusHistory): CancelledError {
  return new CancelledError(`Waiting for ${what} (last seen: ${history.current ?? "nothing yet"})`);
}
