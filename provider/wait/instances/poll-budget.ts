/** Where Trove has not told its rate (`trove/common/cfg.py`, `http_get_rate`). */
const DEFAULT_PER_MINUTE = 200;
/** Requests that may be sent one upon the other, as a part of a minute's. */
const BURST = 0.1;
/** What may be sent all the time. */
const SHARE = 0.75;

/** How much of the rate of GETs the looking may take, so that some is left for what shall be done. */
export class PollBudget {
  readonly #perMinute: () => number | undefined;
  #spent = 0;
  #at = 0;

  /** @param perMinute the GETs that Trove takes a minute. */
  constructor(perMinute: () => number | undefined) {
    this.#perMinute = perMinute;
  }

  /** Milliseconds from `now` until so many requests may be sent; what costs more than a burst waits for all of it. */
  msUntil(requests: number, now: number): number {
    const most = Math.max(0, this.#rate * BURST - requests);
    return Math.max(0, this.#spentAt(now) - most) * this.#earnMs;
  }

  spend(requests: number, now: number): void {
    this.#spent = this.#spentAt(now) + requests;
    this.#at = now;
  }

  get #rate(): number {
    return this.#perMinute() ?? DEFAULT_PER_MINUTE;
  }

  /** Milliseconds in which a request is earned back. */
  get #earnMs(): number {
    return 60_000 / (this.#rate * SHARE);
  }

  #spentAt(now: number): number {
    return Math.max(0, this.#spent - (now - this.#at) / this.#earnMs);
  }
}
