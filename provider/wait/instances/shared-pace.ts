import type { Pace } from "../pace.ts";

/** The instances on one page of a list. */
const FEW = 20;
const STEP_MS = 1000;
const MAX_STEP_MS = 4000;
const GROWTH = 1.5;

/**
 * The pace of long waits, which share their reads: every second. While more than 20 instances are waited for and no
 * status changes, the steps grow to 4 s.
 */
export class SharedPace implements Pace {
  readonly #waits: () => number;
  #roundsWithoutChange = 0;

  /** @param waits the number of waits in progress. */
  constructor(waits: () => number) {
    this.#waits = waits;
  }

  next(): number {
    return this.#waits() <= FEW ? STEP_MS : Math.min(MAX_STEP_MS, STEP_MS * GROWTH ** this.#roundsWithoutChange);
  }

  restart(): void {
    this.#roundsWithoutChange = 0;
  }

  /** Notes that a list has shown all instances once more. */
  countRound(): void {
    this.#roundsWithoutChange += 1;
  }
}
