import type { Pace } from "../pace.ts";

/** As many instances as a page of the list shows. */
const FEW = 20;
const STEP_MS = 1000;
const MAX_STEP_MS = 4000;
const GROWTH = 1.5;

/**
 * For waits that take a while and share their looks: every second; while more than 20 wait and nothing changes, ever
 * more rarely, up to 4 s.
 */
export class SharedPace implements Pace {
  readonly #waiting: () => number;
  #quietRounds = 0;

  constructor(waiting: () => number) {
    this.#waiting = waiting;
  }

  next(): number {
    return this.#waiting() <= FEW ? STEP_MS : Math.min(MAX_STEP_MS, STEP_MS * GROWTH ** this.#quietRounds);
  }

  /** Something changed. */
  restart(): void {
    this.#quietRounds = 0;
  }

  /** All was looked at once more. */
  countRound(): void {
    this.#quietRounds += 1;
  }
}
