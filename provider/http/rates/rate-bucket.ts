const MINUTE_MS = 60_000;
/** A token is whole when only rounding is missing of it. */
const ROUNDING = 1e-6;

/**
 * What one verb may still send, by the arithmetic of Trove's own leaky bucket (`trove/common/limits.py`): a request
 * takes a token, and one comes back every `60 / perMinute` seconds. A tenth of a minute's requests is left to others,
 * so it never holds more than the rest.
 */
export class RateBucket {
  readonly perMinute: number;
  /** Milliseconds in which one token comes. */
  readonly tokenMs: number;
  readonly #most: number;
  #level: number;
  #at: number;

  /** @param remaining What the server would take at `now`, ours and the tenth of others. */
  constructor(perMinute: number, remaining: number, now: number) {
    this.perMinute = perMinute;
    this.tokenMs = MINUTE_MS / perMinute;
    this.#most = perMinute - reserve(perMinute);
    // Below zero where less remains than is kept back.
    this.#level = Math.min(this.#most, remaining - reserve(perMinute));
    this.#at = now;
  }

  /** A bucket whose first token comes in `tokenMs`. */
  static empty(perMinute: number, now: number): RateBucket {
    return new RateBucket(perMinute, reserve(perMinute), now);
  }

  /** Takes a token, where there is one. */
  take(now: number): boolean {
    this.#fill(now);
    if (this.#level < 1 - ROUNDING) return false;
    this.#level -= 1;
    return true;
  }

  /** Milliseconds until there are so many tokens. */
  waitMs(now: number, tokens = 1): number {
    this.#fill(now);
    return Math.max(0, Math.ceil((tokens - this.#level - ROUNDING) * this.tokenMs));
  }

  /** The next token comes in `ms`, or later where it was to come later. */
  throttleFor(now: number, ms: number): void {
    this.#fill(now);
    this.#level = Math.min(this.#level, 1 - ms / this.tokenMs);
  }

  #fill(now: number): void {
    // A clock that was set back gives nothing, and takes nothing.
    const passed = Math.max(0, now - this.#at);
    this.#at = now;
    this.#level = Math.min(this.#most, this.#level + passed / this.tokenMs);
  }
}

/** A tenth, as long as a whole request is left for us. */
function reserve(perMinute: number): number {
  return Math.min(perMinute / 10, perMinute - 1);
}
