/** A cloud and a provider for which time runs faster than for us. */
export interface TimeLapse {
  /** For the provider's process: its clock and its timers, so that a minute's wait for a lost answer takes seconds. */
  readonly env: Readonly<Record<string, string>>;
  /** For the simulator, whose answers tell the time. */
  readonly now: () => number;
}

/** @param skewMs how far the cloud's clock is ahead of the provider's; without any, both show the same time. */
export function timeLapse(factor: number, skewMs = 0): TimeLapse {
  const began = Date.now();
  const preload = new URL("time-lapse-preload.ts", import.meta.url).href;
  return {
    env: { NODE_OPTIONS: `--import=${preload}`, TIME_LAPSE: String(factor), TIME_LAPSE_BEGAN: String(began) },
    now: () => began + skewMs + (Date.now() - began) * factor,
  };
}
