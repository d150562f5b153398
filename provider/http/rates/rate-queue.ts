import type { Clock } from "../../core/clock.ts";
import { RateBucket } from "./rate-bucket.ts";

interface Waiter {
  readonly place: number;
  readonly go: () => void;
}

/** What a queue has to say about itself. */
export interface QueueStatus {
  readonly waiting: number;
  /** Milliseconds until the last of them goes. */
  readonly waitMs: number;
  /** `undefined` where only refusals tell of a limit. */
  readonly perMinute: number | undefined;
}

const SECOND_MS = 1000;
const REPORT_AFTER_MS = 5 * SECOND_MS;

/**
 * The requests of one verb, in the order of their places, each waiting for its token. One timer serves them all; none is
 * left when nobody waits. Without a rate nobody waits.
 */
export class RateQueue {
  /** How many requests were let go. */
  sent = 0;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #report: (queueing: QueueStatus) => void;
  readonly #waiting: Waiter[] = [];
  #bucket: RateBucket | undefined;
  #isKnown = false;
  /** How many may still go before the rate is known; `undefined`: nobody asks for it. */
  #probe: number | undefined;
  #places = 0;
  #timer: AbortController | undefined;
  #since = 0;
  #hasReported = false;

  /** @param options.tell Called once whenever requests queue for more than a few seconds. */
  constructor(options: {
    readonly clock: Clock;
    readonly random: () => number;
    readonly tell: (queueing: QueueStatus) => void;
  }) {
    this.#clock = options.clock;
    this.#random = options.random;
    this.#report = options.tell;
  }

  /** What the server told; `undefined` where it has not. */
  get perMinute(): number | undefined {
    return this.#isKnown ? this.#bucket?.perMinute : undefined;
  }

  /** The place behind all others. */
  place(): number {
    this.#places += 1;
    return this.#places;
  }

  /** Resolves when the request may go; rejects with the signal's reason as soon as it is aborted, and leaves its place. */
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

  /** From now on this is the rate. */
  limit(perMinute: number, remaining: number): void {
    this.#bucket = new RateBucket(perMinute, remaining, this.#clock.now());
    this.#isKnown = true;
    this.#dispatch();
  }

  /** Lets only so many go until the rate is known, or `endProbe` says that it never will be. */
  beginProbe(requests: number): void {
    if (this.#bucket === undefined) this.#probe = requests;
  }

  endProbe(): void {
    this.#probe = undefined;
    this.#dispatch();
  }

  /**
   * The server has refused a request for its rate and asks to wait. Gives the milliseconds until the next may go.
   *
   * Trove asks for what is missing of one token, rounded up to seconds: "1" for 0.3 s. So a known rate says it better;
   * and where none is known, a token a `Retry-After` is a pace that the server keeps.
   */
  refuse(retryAfterMs: number): number {
    const now = this.#clock.now();
    const askedMs = Math.max(retryAfterMs, SECOND_MS);
    if (this.#bucket === undefined || (!this.#isKnown && this.#bucket.tokenMs < askedMs)) {
      this.#bucket = RateBucket.empty((60 * SECOND_MS) / askedMs, now);
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
    // Two processes in step, each sending when Trove's bucket gets a token: the later one would never get any, and the
    // earlier never hear of it. Nothing is lost by it: tokens come meanwhile.
    const spread = this.#random() * bucket.tokenMs;
    const pauseMs = Math.max(1, Math.ceil(bucket.waitMs(now) + spread));
    return this.#hasReported ? pauseMs : Math.min(pauseMs, SECOND_MS);
  }

  #reportOnce(bucket: RateBucket): void {
    const now = this.#clock.now();
    const waitMs = bucket.waitMs(now, this.#waiting.length);
    if (this.#hasReported || Math.max(waitMs, now - this.#since) < REPORT_AFTER_MS) return;
    this.#hasReported = true;
    this.#report({
      waiting: this.#waiting.length,
      waitMs,
      perMinute: this.perMinute,
    });
  }

  #stop(): void {
    this.#timer?.abort();
    this.#timer = undefined;
  }
}
