/** How many creates may be under way at once, after the first. */
const IN_FLIGHT = 8;

/**
 * Lets the first create of a process go alone, later ones at most 8 at once: two requests that insert a fresh project's
 * first quota row at the same time are answered 500 (`trove/quota/quota.py`).
 */
export class CreateGate {
  #free = 1;
  readonly #waiting: (() => void)[] = [];
  #opened = false;

  async pass<T>(create: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      const created = await create();
      this.#open();
      return created;
    } finally {
      this.#leave();
    }
  }

  #enter(): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free -= 1;
      return undefined;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }

  #open(): void {
    if (this.#opened) return;
    this.#opened = true;
    for (let place = 1; place < IN_FLIGHT; place += 1) this.#leave();
  }
}
