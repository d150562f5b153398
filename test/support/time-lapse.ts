/** A faster time for a cloud and a provider. */
export interface TimeLapse {
  /** For the provider's process. Speeds up its clock and timers: a wait of a minute takes seconds. */
  readonly env: Readonly<Record<string, string>>;
  /** The clock for the simulator, whose responses contain times. */
  readonly now: () => number;
}

/** @param skewMs how many milliseconds the cloud's clock is ahead of the provider's. @default 0 */
export function timeLapse(factor: number, skewMs = 0): TimeLapse {
  const began = Date.now();
  const preload = new URL("time-lapse-preload.ts", import.meta.url).href;
  return {
    env: { NODE_OPTIONS: `--import=${preload}`, TIME_LAPSE: String(factor), TIME_LAPSE_BEGAN: String(began) },
    now: () => began + skewMs + (Date.now() - began) * factor,
  };
}
