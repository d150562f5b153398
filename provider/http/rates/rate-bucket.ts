const MINUTE_MS = 60_000;
/** A token counts as whole if only a rounding error is missing. */
const ROUNDING = 1e-6;

/** How many requests of one verb a server accepts. */
export interface RateLimit {
  readonly verb: string;
  readonly perMinute: number;
  /** Tokens left of a full bucket of `perMinute`, when the server answered. */
  readonly remaining: number;
}

/**
 * The requests of one verb that may still be sent, by the arithmetic of Trove's leaky bucket (`trove/common/limits.py`): a
 * request takes a token, and a token returns every `60 / perMinute` seconds. A tenth of the bucket is reserved for other
 * clients of the project, so it never holds more than the rest.
 */
export class RateBucket {
  readonly perMinute: number;
  /** Milliseconds until one token returns. */
  readonly tokenMs: number;
  readonly #capacity: number;
  #level: number;
  #at: number;

  /** @param remaining tokens in the server's bucket at `now`, including the reserve */
  constructor(perMinute: number, remaining: number, now: number) {
    this.perMinute = perMinute;
    this.tokenMs = MINUTE_MS / perMinute;
    this.#capacity = perMinute - reserve(perMinute);
    // Below zero if less than the reserve is left.
    this.#level = Math.min(this.#capacity, remaining - reserve(perMinute));
    this.#at = now;
  }

  /** Returns a bucket whose first token comes in `tokenMs`. */
  static empty(perMinute: number, now: number): RateBucket {
    return new RateBucket(perMinute, reserve(perMinute), now);
  }

  /** Takes a token, if there is one. */
  take(now: number): boolean {
    this.#refill(now);
    if (this.#level < 1 - ROUNDING) return false;
    this.#level -= 1;
    return true;
  }

  /** Milliseconds until the bucket holds `tokens`. */
  waitMs(now: number, tokens = 1): number {
    this.#refill(now);
    return Math.max(0, Math.ceil((tokens - this.#level - ROUNDING) * this.tokenMs));
  }

  /** Delays the next token to `ms` from now, unless it comes later anyway. */
  throttleFor(now: number, ms: number): void {
    this.#refill(now);
    this.#level = Math.min(this.#level, 1 - ms / this.tokenMs);
  }

  #refill(now: number): void {
    // A clock that was set back neither adds nor takes tokens.
    const passed = Math.max(0, now - this.#at);
    this.#at = now;
    this.#level = Math.min(this.#capacity, this.#level + passed / this.tokenMs);
  }
}

/** A tenth of a minute's requests, unless that leaves less than one request for this client. */
function reserve(perMinute: number): number {
  return Math.min(perMinute / 10, perMinute - 1);
}
