import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../../provider/core/clock.ts";

interface Timer {
  readonly at: number;
  readonly ring: () => void;
}

/** A clock that a test moves; sleepers wake in the order of their times. */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now = 0;

  now(): number {
    return this.#now;
  }

  /** How many sleep. */
  get sleepers(): number {
    return this.#timers.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const end = () => {
        this.#timers.delete(timer);
        signal?.removeEventListener("abort", abort);
      };
      const abort = () => {
        end();
        reject(signal?.reason);
      };
      const ring = () => {
        end();
        resolve();
      };
      const timer: Timer = { at: this.#now + ms, ring };
      this.#timers.add(timer);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** Lets time pass, sleeper by sleeper, until the work is over. Gives what it gives and throws what it throws. */
  async run<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const end = () => {
      over = true;
    };
    work.then(end, end);
    for (;;) {
      await setImmediate();
      if (over) {
        return work;
      }
      this.#wakeNext();
    }
  }

  #wakeNext(): void {
    const [next] = [...this.#timers].sort((one, other) => one.at - other.at);
    if (next) {
      this.#now = Math.max(this.#now, next.at);
      next.ring();
    }
  }
}
