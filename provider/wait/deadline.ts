import type { Clock } from "../core/clock.ts";

/** When a piece of work has to be over, and how long it had in all. */
export interface Deadline {
  /** Milliseconds since the epoch, by the clock that made it; `Infinity` where there is no limit. */
  readonly at: number;
  /** Milliseconds; `Infinity` where there is no limit. */
  readonly budgetMs: number;
}

export function deadlineIn(clock: Clock, ms: number): Deadline {
  return { at: clock.now() + ms, budgetMs: ms };
}

/** The last moment of a JavaScript `Date`. */
const LAST_DATE = 8.64e15;

/** A deadline as people read it: ISO 8601, in UTC. */
export function formatDeadline({ at }: Deadline): string {
  return at > LAST_DATE ? "none" : new Date(at).toISOString();
}
