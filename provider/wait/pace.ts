/** How often to look: the first looks come `firstMs` apart, later ones ever more, up to `maxMs`. */
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

const steadyLooks = 10;
const growth = 1.25;
/** Of each step, so that many waits do not all ask at the same moment. */
const jitter = 0.1;

export function createPace({ firstMs, maxMs }: PaceOptions, random: () => number): Pace {
  let looks = 0;
  return {
    next() {
      looks += 1;
      const step = Math.min(maxMs, firstMs * growth ** Math.max(0, looks - steadyLooks));
      return step * (1 + jitter * (2 * random() - 1));
    },
    restart() {
      looks = 0;
    },
  };
}
