import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import { formatDuration } from "./format-duration.ts";

/** Minimum time between two lines of the same status. */
const EVERY_MS = 10_000;
/** The longer a status lasts, the longer the time to its next line: a sixth of its duration. */
const SHARE = 6;

/**
 * Logs what a wait observes. Lines begin with the status, since a terminal cuts off their end. A new status is logged
 * at once. One that lasts is logged again with its duration, at growing intervals: a log without a terminal keeps each
 * line.
 */
export class WaitProgress {
  readonly #log: Log;
  readonly #clock: Clock;
  #status: string | undefined;
  #problem: string | undefined;
  #isProblemShown = false;
  #since: number;
  #nextAt = 0;
  #nextProblemAt = 0;

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
    this.#since = clock.now();
  }

  /** Logs the present status. @param status without ids */
  see(status: string): void {
    const isNew = status !== this.#status;
    if (isNew) this.#since = this.#clock.now();
    if (isNew || this.#isProblemShown) this.#nextAt = 0;
    this.#status = status;
    this.#problem = undefined;
    this.#isProblemShown = false;
    this.#show();
  }

  /**
   * Logs a failed observation after the latest status: at once, but after another failure not before the next line is
   * due. The text does not tell a new failure from an old one, since each response has its own request id.
   */
  fail(problem: string): void {
    if (this.#problem === undefined) this.#nextAt = this.#nextProblemAt;
    this.#problem = problem;
    this.#show();
  }

  #show(): void {
    const now = this.#clock.now();
    if (now < this.#nextAt) return;
    const ms = now - this.#since;
    this.#nextAt = now + Math.max(EVERY_MS, ms / SHARE);
    if (this.#problem !== undefined) {
      this.#isProblemShown = true;
      this.#nextProblemAt = this.#nextAt;
    }
    const status = this.#status ?? "no answer yet";
    const time = ms < 1000 ? "" : `, ${formatDuration(ms)}`;
    const problem = this.#problem === undefined ? "" : `; the last request failed: ${this.#problem}`;
    this.#log.status(`${status}${time}${problem}`);
  }
}

/** Runs an operation and logs its outcome as the last status line: `ACTIVE after 58 s`. */
export async function endingWith<T>(
  { log, clock }: { readonly log: Log; readonly clock: Clock },
  operation: () => Promise<T>,
  outcome: (result: T) => string | undefined,
): Promise<T> {
  const startedAt = clock.now();
  const result = await operation();
  const end = outcome(result);
  if (end !== undefined) log.status(`${end} after ${formatDuration(clock.now() - startedAt)}`);
  return result;
}
