/** Time, as everything in the provider sees it: injected, so that a test decides how long a minute is. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds, never for `Infinity`; rejects with the signal's reason as soon as it is aborted. Leaves no timer behind. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest time of a timer of Node: anything longer it takes for 1 ms. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      let left = ms;
      const wait = (): NodeJS.Timeout => {
        const slice = Math.min(left, LONGEST_TIMER_MS);
        left -= slice;
        return setTimeout(() => {
          if (left > 0) {
            timer = wait();
            return;
          }
          signal?.removeEventListener("abort", abort);
          resolve();
        }, slice);
      };
      let timer = wait();
      signal?.addEventListener("abort", abort, { once: true });
    });
  },
};
