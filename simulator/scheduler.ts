interface Planned {
  /** Milliseconds, on the clock of `performance.now`. */
  readonly due: number;
  readonly owner: string | undefined;
  readonly work: () => void;
}

/** Owns every timer of the simulator, so that `stop` can clear them all. */
export class Scheduler {
  readonly #timers = new Map<NodeJS.Timeout, Planned>();
  /** The work that fell due while the cloud was paused, in order. */
  #held: { readonly owner: string; readonly work: () => void }[] = [];
  #paused = false;

  /** Runs the work of `owner`, an instance, after `seconds`; if the cloud is paused then, at `resume`. */
  after(seconds: number, owner: string, work: () => void): void {
    this.#start(seconds, owner, () => {
      if (this.#paused) this.#held.push({ owner, work });
      else work();
    });
  }

  /** Not affected by a pause: requests are still answered. */
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
    // One at a time: work can cancel held work that follows it.
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

  /** Runs due work in the order of its due times: Node calls late timers of different durations in any order. */
  #workUntil(due: number): void {
    const now = [...this.#timers].filter(([, planned]) => planned.due <= due);
    for (const [timer, { work }] of now.sort(([, one], [, other]) => one.due - other.due)) {
      // Earlier work may have cancelled this one.
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
