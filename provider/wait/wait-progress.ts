import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import { formatDuration } from "./format-duration.ts";

/** How long after a line the next one of the same status comes, at least. */
const EVERY_MS = 10_000;
/** The longer a status lasts, the longer it takes to the next line: `BUILD, 10 s` … `BUILD, 1 m 10 s` … */
const SHARE = 6;

/**
 * Shows what a wait sees, in lines that begin with the status: a terminal cuts off their end. Each new status is shown at
 * once, and one that lasts again and again, with its time. In a log without a terminal each is a line of its own, so that
 * they become rare.
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

  /** @param status what there is now, without ids */
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
   * Shows that a look failed, after the status that was seen last: at once, but no sooner after another failure than the
   * next line would come. The text of a failure is no sign of a new one: each answer has a request id of its own.
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

/** Runs an operation, and ends its status lines with one that stays true: `ACTIVE after 58 s`. */
export async function endingWith<T>(
  { log, clock }: { readonly log: Log; readonly clock: Clock },
  operation: () => Promise<T>,
  outcome: (result: T) => string | undefined,
): Promise<T> {
  const began = clock.now();
  const result = await operation();
  const end = outcome(result);
  if (end !== undefined) log.status(`${end} after ${formatDuration(clock.now() - began)}`);
  return result;
}
