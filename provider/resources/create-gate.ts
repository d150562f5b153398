export interface PassOptions {
  /** Ends the wait for a slot at once. A create that has started is not affected. */
  readonly signal?: AbortSignal;
  /** Called if the create has to wait. */
  readonly onWait?: () => void;
}

/**
 * Runs creates alone until the first one has succeeded, then up to `limit` concurrently: two concurrent first inserts of a
 * quota row fail with 500 (`trove/quota/quota.py`, `reserve`).
 */
export class CreateGate {
  readonly #limit: number;
  /** In the order of the calls. */
  readonly #waiting = new Set<() => void>();
  #freeSlots = 1;
  #hasSucceeded = false;

  /** @param limit the maximum number of concurrent creates after the first */
  constructor(limit: number) {
    this.#limit = limit;
  }

  async pass<T>(create: () => Promise<T>, options: PassOptions = {}): Promise<T> {
    await this.#takeSlot(options);
    try {
      const created = await create();
      this.#recordSuccess();
      return created;
    } finally {
      this.#freeSlots += 1;
      this.#startWaiting();
    }
  }

  #takeSlot({ signal, onWait }: PassOptions): Promise<void> | undefined {
    if (this.#freeSlots > 0) {
      this.#freeSlots -= 1;
      return undefined;
    }
    signal?.throwIfAborted();
    onWait?.();
    return new Promise((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener("abort", cancel);
        resolve();
      };
      const cancel = () => {
        this.#waiting.delete(start);
        reject(signal?.reason);
      };
      this.#waiting.add(start);
      signal?.addEventListener("abort", cancel, { once: true });
    });
  }

  #startWaiting(): void {
    for (const start of this.#waiting) {
      if (this.#freeSlots < 1) return;
      this.#freeSlots -= 1;
      this.#waiting.delete(start);
      start();
    }
  }

  #recordSuccess(): void {
    if (this.#hasSucceeded) return;
    this.#hasSucceeded = true;
    this.#freeSlots += this.#limit - 1;
  }
}
