export interface PassOptions {
  /** Ends the wait at once. What goes already ends by itself. */
  readonly signal?: AbortSignal;
  /** Called if it has to wait. */
  readonly onWait?: () => void;
}

/**
 * Lets the first create of a process go alone, until one has succeeded; later ones at most so many at once: two that
 * insert a fresh project's first row of a quota at the same time fail (`trove/quota/quota.py`, `reserve`).
 */
export class CreateGate {
  #free = 1;
  readonly #waiting = new Set<() => void>();
  readonly #inFlight: number;
  #opened = false;

  /** @param inFlight how many may be under way at once, after the first. */
  constructor(inFlight: number) {
    this.#inFlight = inFlight;
  }

  async pass<T>(create: () => Promise<T>, options: PassOptions = {}): Promise<T> {
    await this.#enter(options);
    try {
      const created = await create();
      this.#open();
      return created;
    } finally {
      this.#free += 1;
      this.#admit();
    }
  }

  #enter({ signal, onWait }: PassOptions): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free -= 1;
      return undefined;
    }
    signal?.throwIfAborted();
    onWait?.();
    return new Promise((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener("abort", cancel);
        resolve();
      };
      const cancel = () => {
        this.#waiting.delete(go);
        reject(signal?.reason);
      };
      this.#waiting.add(go);
      signal?.addEventListener("abort", cancel, { once: true });
    });
  }

  /** Those that wait go in the order in which they came. */
  #admit(): void {
    for (const go of this.#waiting) {
      if (this.#free < 1) return;
      this.#free -= 1;
      this.#waiting.delete(go);
      go();
    }
  }

  #open(): void {
    if (this.#opened) return;
    this.#opened = true;
    this.#free += this.#inFlight - 1;
  }
}
