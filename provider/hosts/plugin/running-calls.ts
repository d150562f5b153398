/** The calls of the engine that have no reply yet. */
export class RunningCalls {
  readonly #running = new Set<Promise<unknown>>();

  async run<T>(call: () => T | Promise<T>): Promise<T> {
    // A call that throws at once is a rejection, too.
    const running = Promise.resolve().then(call);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Resolves when no call is running. */
  async whenIdle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}
