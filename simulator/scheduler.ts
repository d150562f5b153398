interface Planned {
  /** Milliseconds, on the clock of `performance.now`. */
  readonly due: number;
  readonly owner: string | undefined;
  readonly work: () => unknown;
}

interface Ready {
  readonly owner: string;
  readonly work: () => unknown;
}

/** Owns every timer of the simulator, so that `stop` can clear them all. */
export class Scheduler {
  readonly #timers = new Map<NodeJS.Timeout, Planned>();
  /** The work that fell due while the cloud was paused, in order. */
  #held: Ready[] = [];
  /** The work that waits for something other than time. */
  readonly #waits = new Set<{ readonly owner: string }>();
  #paused = false;

  /** Runs the work of `owner`, an instance, after `seconds`; if the cloud is paused then, at `resume`. */
  after(seconds: number, owner: string, work: () => unknown): void {
    this.#start(seconds, owner, () => this.#perform({ owner, work }));
  }

  /** Runs the work of `owner` once `done` has resolved; if the cloud is paused then, at `resume`. */
  when<T>(done: Promise<T>, owner: string, work: (result: T) => void): void {
    const wait = { owner };
    this.#waits.add(wait);
    void done.then((result) => {
      if (this.#waits.delete(wait)) this.#perform({ owner, work: () => work(result) });
    });
  }

  /** Not affected by a pause: requests are still answered. */
  sleep(seconds: number): Promise<void> {
    return new Promise((resolve) => this.#start(seconds, undefined, resolve));
  }

  cancel(owner: string): void {
    this.#held = this.#held.filter((held) => held.owner !== owner);
    for (const wait of this.#waits) if (wait.owner === owner) this.#waits.delete(wait);
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
    this.#waits.clear();
    for (const timer of this.#timers.keys()) this.#clear(timer);
  }

  #perform(ready: Ready): void {
    if (this.#paused) this.#held.push(ready);
    else ready.work();
  }

  #start(seconds: number, owner: string | undefined, work: () => unknown): void {
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
