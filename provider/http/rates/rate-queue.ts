import type { Clock } from "../../core/clock.ts";
import { RateBucket } from "./rate-bucket.ts";

interface Waiter {
  readonly place: number;
  readonly go: () => void;
}

export interface QueueStatus {
  readonly waiting: number;
  /** Milliseconds until the last of them is sent. */
  readonly waitMs: number;
  /** `undefined` if the limit is known only from refusals. */
  readonly perMinute: number | undefined;
}

const SECOND_MS = 1000;
const REPORT_AFTER_MS = 5 * SECOND_MS;

/**
 * The requests of one verb in the order of their places, each waiting for a token. All share one timer, which exists only
 * while requests wait. While no rate is known, no request waits.
 *
 * p-queue has no bucket that the server corrects, no return of a refused request to its place, and no probe, so all of
 * this would remain beside it.
 */
export class RateQueue {
  /** Requests that were allowed to be sent. */
  sent = 0;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #report: (status: QueueStatus) => void;
  readonly #waiting: Waiter[] = [];
  #bucket: RateBucket | undefined;
  /** Whether the server told the rate; otherwise the bucket is a guess after a refusal. */
  #isKnown = false;
  /** Requests that may still be sent before the rate is known; `undefined` while it is not being fetched. */
  #probe: number | undefined;
  #places = 0;
  #timer: AbortController | undefined;
  #since = 0;
  #hasReported = false;

  /** @param options.report called once whenever requests wait for more than a few seconds */
  constructor(options: {
    readonly clock: Clock;
    readonly random: () => number;
    readonly report: (status: QueueStatus) => void;
  }) {
    this.#clock = options.clock;
    this.#random = options.random;
    this.#report = options.report;
  }

  /** The rate that the server told; `undefined` before. */
  get perMinute(): number | undefined {
    return this.#isKnown ? this.#bucket?.perMinute : undefined;
  }

  /** Returns a place behind all others. */
  place(): number {
    this.#places += 1;
    return this.#places;
  }

  /** Resolves when the request may be sent. Rejects with the signal's reason as soon as it is aborted, and gives up the place. */
  wait(place: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        if (this.#waiting.length === 0) this.#stop();
        reject(signal?.reason);
      };
      const go = () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const waiter = { place, go };
      signal?.addEventListener("abort", leave, { once: true });
      if (this.#waiting.length === 0) this.#since = this.#clock.now();
      this.#waiting.splice(this.#waiting.findLastIndex((other) => other.place <= place) + 1, 0, waiter);
      if (this.#timer === undefined) this.#dispatch();
    });
  }

  /** Sets the rate that the server told. */
  limit(perMinute: number, remaining: number): void {
    this.#bucket = new RateBucket(perMinute, remaining, this.#clock.now());
    this.#isKnown = true;
    this.#dispatch();
  }

  /** Limits how many requests are sent until `limit` sets the rate, or `endProbe` gives up on it. */
  beginProbe(requests: number): void {
    if (this.#bucket === undefined) this.#probe = requests;
  }

  endProbe(): void {
    this.#probe = undefined;
    this.#dispatch();
  }

  /**
   * Slows down after the server refused a request for its rate. Returns the milliseconds until the next may be sent.
   *
   * Trove's `Retry-After` is the time until one token is whole, rounded up to seconds: "1" for 0.3 s. So a known rate is
   * more precise. If none is known, one request per `Retry-After` is a pace that the server accepts.
   */
  refuse(retryAfterMs: number): number {
    const now = this.#clock.now();
    const pauseMs = Math.max(retryAfterMs, SECOND_MS);
    if (this.#bucket === undefined || (!this.#isKnown && this.#bucket.tokenMs < pauseMs)) {
      this.#bucket = RateBucket.empty((60 * SECOND_MS) / pauseMs, now);
    }
    const { tokenMs } = this.#bucket;
    this.#bucket.throttleFor(now, retryAfterMs < tokenMs + SECOND_MS ? tokenMs : retryAfterMs);
    if (this.#timer === undefined) this.#dispatch();
    return this.#bucket.waitMs(now);
  }

  #dispatch(): void {
    this.#stop();
    while (this.#waiting[0] !== undefined && this.#mayGo(this.#waiting[0])) {
      this.sent += 1;
      this.#waiting.shift()?.go();
    }
    if (this.#waiting.length === 0) this.#hasReported = false;
    else if (this.#bucket !== undefined) this.#sleep(this.#bucket);
  }

  #mayGo({ place }: Waiter): boolean {
    if (this.#bucket !== undefined) return this.#bucket.take(this.#clock.now());
    // The request that fetches the rates must not wait for them.
    if (this.#probe === undefined || place < 0) return true;
    this.#probe -= 1;
    return this.#probe >= 0;
  }

  #sleep(bucket: RateBucket): void {
    const timer = new AbortController();
    this.#timer = timer;
    const wake = () => {
      if (this.#timer !== timer) return;
      this.#timer = undefined;
      this.#reportOnce(bucket);
      this.#dispatch();
    };
    this.#clock.sleep(this.#pauseMs(bucket), timer.signal).then(wake, () => {});
  }

  #pauseMs(bucket: RateBucket): number {
    const now = this.#clock.now();
    // Without jitter, of two processes that both send when Trove's bucket gets a token the later one would never get any.
    // Jitter wastes nothing, because tokens accumulate meanwhile.
    const jitter = this.#random() * bucket.tokenMs;
    const pauseMs = Math.max(1, Math.ceil(bucket.waitMs(now) + jitter));
    return this.#hasReported ? pauseMs : Math.min(pauseMs, SECOND_MS);
  }

  #reportOnce(bucket: RateBucket): void {
    const now = this.#clock.now();
    const waiting = this.#waiting.length;
    const waitMs = bucket.waitMs(now, waiting);
    if (this.#hasReported || Math.max(waitMs, now - this.#since) < REPORT_AFTER_MS) return;
    this.#hasReported = true;
    this.#report({ waiting, waitMs, perMinute: this.perMinute });
  }

  #stop(): void {
    this.#timer?.abort();
    this.#timer = undefined;
  }
}
