/** What happens later: every timer of the simulator, so that stopping it leaves none behind. */
export class Scheduler {
  readonly #timers = new Map<NodeJS.Timeout, string | undefined>();
  /** What fell due while the cloud was paused, in that order. */
  #held: { readonly owner: string; readonly work: () => void }[] = [];
  #paused = false;

  /** Does an instance's work after `seconds`; while paused, at `resume`. */
  after(seconds: number, owner: string, work: () => void): void {
    this.#start(seconds, owner, () => {
      if (this.#paused) this.#held.push({ owner, work });
      else work();
    });
  }

  /** Is not held back by a pause: the requests go on. */
  sleep(seconds: number): Promise<void> {
    return new Promise((resolve) => this.#start(seconds, undefined, resolve));
  }

  cancel(owner: string): void {
    this.#held = this.#held.filter((held) => held.owner !== owner);
    for (const [timer, its] of this.#timers) {
      if (its === owner) this.#clear(timer);
    }
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    // Taken one by one: work can cancel what is held behind it.
    for (let next = this.#held.shift(); next !== undefined; next = this.#held.shift()) next.work();
  }

  stop(): void {
    this.#held = [];
    for (const timer of this.#timers.keys()) this.#clear(timer);
  }

  #start(seconds: number, owner: string | undefined, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, seconds * 1000);
    this.#timers.set(timer, owner);
  }

  #clear(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}
