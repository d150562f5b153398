import type { Clock } from "../http/clock.ts";

/** When a piece of work has to be over, and how long it had in all. */
export interface Deadline {
  /** Milliseconds since the epoch, by the clock that made it. */
  readonly at: number;
  /** Milliseconds. */
  readonly budgetMs: number;
}

export function deadlineIn(clock: Clock, ms: number): Deadline {
  return { at: clock.now() + ms, budgetMs: ms };
}
