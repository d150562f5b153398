/** Runs tasks with the same key one at a time, in the order of the calls. */
export class KeyedMutex {
  readonly #last = new Map<string, Promise<unknown>>();

  /** @param onWait called if another task with the same key is running or queued */
  runExclusive<T>(key: string, task: () => Promise<T>, onWait?: () => void): Promise<T> {
    if (this.#last.has(key)) onWait?.();
    const previous = this.#last.get(key) ?? Promise.resolve();
    const current = previous.then(task, task);
    this.#last.set(key, current);
    const release = () => {
      if (this.#last.get(key) === current) this.#last.delete(key);
    };
    // The caller gets the failure; this chain must not report it as unhandled.
    current.then(release, release);
    return current;
  }
}
