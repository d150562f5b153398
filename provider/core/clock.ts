/** The time of the provider. It is injected, so that tests control it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds (never for `Infinity`), or rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest timer of Node: a longer one fires after 1 ms. */
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
