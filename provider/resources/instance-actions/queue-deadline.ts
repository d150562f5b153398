import type { Clock } from "../../core/clock.ts";
import type { KeyedMutex } from "../../core/keyed-mutex.ts";
import type { Deadline } from "../../wait/deadline.ts";

/** A deadline that does not count the time in a queue: another operation there can take an hour. */
export class QueueDeadline implements Deadline {
  readonly budgetMs: number;
  at: number;
  readonly #clock: Clock;
  readonly #locks: KeyedMutex;

  constructor({ at, budgetMs }: Deadline, clock: Clock, locks: KeyedMutex) {
    this.at = at;
    this.budgetMs = budgetMs;
    this.#clock = clock;
    this.#locks = locks;
  }

  /** Runs tasks with the same key one at a time, and moves the deadline by the time that this one waited for its turn. */
  runExclusive<T>(key: string, task: () => Promise<T>): Promise<T> {
    const queuedAt = this.#clock.now();
    return this.#locks.runExclusive(key, () => {
      this.at += this.#clock.now() - queuedAt;
      return task();
    });
  }
}
