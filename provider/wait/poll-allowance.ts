/** Requests that may be sent one upon the other. */
const BURST = 20;
/** Milliseconds until each may be sent anew: three quarters of the 200 a minute that Trove allows unless told otherwise. */
const EARN_MS = 400;

/** How much of the project's rate the looking may take, so that some is left for what shall be done. */
export class PollAllowance {
  #spent = 0;
  #at = 0;

  /** Milliseconds from `now` until so many requests may be sent; what costs more than a burst waits for all of it. */
  msUntil(requests: number, now: number): number {
    return Math.max(0, this.#spentAt(now) - Math.max(0, BURST - requests)) * EARN_MS;
  }

  spend(requests: number, now: number): void {
    this.#spent = this.#spentAt(now) + requests;
    this.#at = now;
  }

  #spentAt(now: number): number {
    return Math.max(0, this.#spent - (now - this.#at) / EARN_MS);
  }
}
