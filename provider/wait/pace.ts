/**
 * The times between two observations: first `firstMs`, then steps that double up to a second, ten steps of a second,
 * and then steps that grow by a quarter up to `maxMs`.
 */
export interface PaceOptions {
  /** @default 1000 */
  readonly firstMs: number;
  /** @default 4000 */
  readonly maxMs: number;
}

/** Decides how long a wait pauses between two observations. */
export interface Pace {
  /** Returns the milliseconds until the next observation. */
  next(): number;
  /** Begins again with short steps, after a change. */
  restart(): void;
}

const STEADY_MS = 1000;
const STEADY_STEPS = 10;
const GROWTH = 1.25;
/** Part of each step, so that many waits do not read at the same time. */
const JITTER = 0.1;

export function createPace({ firstMs, maxMs }: PaceOptions, random: () => number = Math.random): Pace {
  const doublings = Math.max(0, Math.ceil(Math.log2(STEADY_MS / firstMs)));
  let steps = 0;
  return {
    next() {
      steps += 1;
      const quick = firstMs * 2 ** (steps - 1);
      const steady = Math.max(firstMs, STEADY_MS) * GROWTH ** Math.max(0, steps - doublings - STEADY_STEPS);
      const step = Math.min(maxMs, steps <= doublings ? quick : steady);
      return step * (1 + JITTER * (2 * random() - 1));
    },
    restart() {
      steps = 0;
    },
  };
}

/** The pace for changes that Trove makes within a second: a new name, a user, a database. */
export function quickPace(random?: () => number): Pace {
  return createPace({ firstMs: 100, maxMs: 4000 }, random);
}
