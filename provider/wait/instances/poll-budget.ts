/** Trove's default, where `/limits` does not give the rate (`trove/common/cfg.py`, `http_get_rate`). */
const DEFAULT_PER_MINUTE = 200;
/** The part of a minute's requests that may be sent without a pause. */
const BURST = 0.1;
/** The part of the rate that polling takes; the rest is for other requests. */
const SHARE = 0.75;
/** Higher rates count as this one: a cloud without a limit still has to answer each request. */
const MAX_PER_MINUTE = 600;

/**
 * Limits polling to three quarters of the rate of GETs, so that other requests are not held up, and to 450 requests a
 * minute where the operator has raised the rate.
 */
export class PollBudget {
  readonly #perMinute: () => number | undefined;
  #spent = 0;
  #at = 0;

  /** @param perMinute GETs a minute that Trove allows, where known. */
  constructor(perMinute: () => number | undefined) {
    this.#perMinute = perMinute;
  }

  /**
   * Whole milliseconds from `now` until `requests` requests may be sent. A number above the burst waits until everything
   * spent before is earned back.
   */
  msUntil(requests: number, now: number): number {
    const most = Math.max(0, this.#rate * BURST - requests);
    return Math.ceil(Math.max(0, this.#spentAt(now) - most) * this.#msPerRequest);
  }

  spend(requests: number, now: number): void {
    this.#spent = this.#spentAt(now) + requests;
    this.#at = now;
  }

  get #rate(): number {
    return Math.min(this.#perMinute() ?? DEFAULT_PER_MINUTE, MAX_PER_MINUTE);
  }

  get #msPerRequest(): number {
    return 60_000 / (this.#rate * SHARE);
  }

  #spentAt(now: number): number {
    return Math.max(0, this.#spent - (now - this.#at) / this.#msPerRequest);
  }
}
