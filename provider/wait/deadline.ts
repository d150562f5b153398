import type { Clock } from "../core/clock.ts";

/** The end of an operation's timeout. */
export interface Deadline {
  /** Milliseconds since the epoch, of the clock that made the deadline; `Infinity` without a limit. */
  readonly at: number;
  /** The whole timeout, in milliseconds; `Infinity` without a limit. */
  readonly budgetMs: number;
}

export function deadlineIn(clock: Clock, ms: number): Deadline {
  return { at: clock.now() + ms, budgetMs: ms };
}

/** The latest time that a JavaScript `Date` can hold. */
const LAST_DATE = 8.64e15;

/** Formats a deadline as ISO 8601 in UTC. */
export function formatDeadline({ at }: Deadline): string {
  return at > LAST_DATE ? "none" : new Date(at).toISOString();
}
