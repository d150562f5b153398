interface Planned {
  /** Milliseconds, by the process's own clock. */
  readonly due: number;
  readonly owner: string | undefined;
  readonly work: () => void;
}

/** What happens later: every timer of the simulator, so that stopping it leaves none behind. */
export class Scheduler {
  readonly #timers = new Map<NodeJS.Timeout, Planned>();
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
    for (const [timer, planned] of this.#timers) {
      if (planned.owner === owner) this.#clear(timer);
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
    const due = performance.now() + seconds * 1000;
    const timer = setTimeout(() => this.#workUntil(due), seconds * 1000);
    this.#timers.set(timer, { due, owner, work });
  }

  /** In the order in which it falls due: Node calls late timers of different lengths in any order. */
  #workUntil(due: number): void {
    const now = [...this.#timers].filter(([, planned]) => planned.due <= due);
    for (const [timer, { work }] of now.sort(([, one], [, other]) => one.due - other.due)) {
      // What came before can have cancelled it.
      if (!this.#timers.has(timer)) continue;
      this.#clear(timer);
      work();
    }
  }

  #clear(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}
