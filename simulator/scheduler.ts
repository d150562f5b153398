/** What happens later: every timer of the simulator, so that stopping it leaves none behind. */
export class Scheduler {
  readonly #timers = new Map<NodeJS.Timeout, string | undefined>();

  /** Runs `work` after `seconds`; `owner` names whose work it is, for `cancel`. */
  after(seconds: number, work: () => void, owner?: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, seconds * 1000);
    this.#timers.set(timer, owner);
  }

  sleep(seconds: number): Promise<void> {
    return new Promise((resolve) => this.after(seconds, resolve));
  }

  cancel(owner: string): void {
    for (const [timer, its] of this.#timers) {
      if (its === owner) this.#clear(timer);
    }
  }

  stop(): void {
    for (const timer of this.#timers.keys()) this.#clear(timer);
  }

  #clear(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}
