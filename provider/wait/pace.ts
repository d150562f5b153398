/**
 * How often to look: what may be over in a moment is looked at after `firstMs`, then after steps that double up to a
 * second; ten steps of a second follow, and ever longer ones, up to `maxMs`.
 */
export interface PaceOptions {
  /** @default 1000 */
  readonly firstMs: number;
  /** @default 4000 */
  readonly maxMs: number;
}

export interface Pace {
  /** Milliseconds until the next look. */
  next(): number;
  /** Something moved: begin anew with short steps. */
  restart(): void;
}

const steadyMs = 1000;
const steadyLooks = 10;
const growth = 1.25;
/** Of each step, so that many waits do not all ask at the same moment. */
const jitter = 0.1;

export function createPace({ firstMs, maxMs }: PaceOptions, random: () => number = Math.random): Pace {
  const doublings = Math.max(0, Math.ceil(Math.log2(steadyMs / firstMs)));
  let looks = 0;
  return {
    next() {
      looks += 1;
      const quick = firstMs * 2 ** (looks - 1);
      const steady = Math.max(firstMs, steadyMs) * growth ** Math.max(0, looks - doublings - steadyLooks);
      const step = Math.min(maxMs, looks <= doublings ? quick : steady);
      return step * (1 + jitter * (2 * random() - 1));
    },
    restart() {
      looks = 0;
    },
  };
}

/** For what Trove does within moments: a rename, a user, a database. */
export function quickPace(random?: () => number): Pace {
  return createPace({ firstMs: 100, maxMs: 4000 }, random);
}
