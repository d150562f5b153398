const CAPACITY = 60;

/** The rate limit of one method in one project. */
export class LeakyBucket {
  readonly verb: string;
  /** Requests per minute. */
  readonly value: number;
  readonly uri: string;
  readonly regex: string;
  /** Requests that remain, as of the last accepted request. */
  remaining: number;
  /** Seconds since the epoch. */
  nextRequest: number | undefined;
  readonly #cost: number;
  #level = 0;
  #last: number | undefined;

  constructor(verb: string, value: number, uri = "*", regex = ".*") {
    this.verb = verb;
    this.value = value;
    this.uri = uri;
    this.regex = regex;
    this.remaining = value;
    this.#cost = CAPACITY / value;
  }

  /** Requests that remain at `now`, with the fraction that has been refilled; changes nothing. */
  free(now: number): number {
    const level = Math.max(this.#level - (now - (this.#last ?? now)), 0);
    return ((CAPACITY - level) / CAPACITY) * this.value;
  }

  /** Returns 0 if the request is accepted, else the seconds until it would be. A refused request costs nothing. */
  take(now: number): number {
    this.#level = Math.max(this.#level - (now - (this.#last ?? now)), 0);
    this.#last = now;
    const excess = this.#level + this.#cost - CAPACITY;
    if (excess > 0) {
      this.nextRequest = now + excess;
      return excess;
    }
    this.#level += this.#cost;
    this.remaining = Math.floor(((CAPACITY - this.#level) / CAPACITY) * this.value);
    this.nextRequest = now;
    return 0;
  }
}

const VERBS = ["POST", "PUT", "DELETE", "GET"];

/** Trove's rate limiter: a leaky bucket per method and project (`trove/common/limits.py`). PATCH is not limited. */
export class RateLimiter {
  readonly #value: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, LeakyBucket[]>();

  /** @param now returns seconds since the epoch. */
  constructor(value: number, now: () => number) {
    this.#value = value;
    this.#now = now;
  }

  /** The full bucket and the seconds until it accepts a request; `undefined` if the request is accepted. */
  check(project: string, verb: string): { readonly delay: number; readonly bucket: LeakyBucket } | undefined {
    const bucket = this.buckets(project).find((one) => one.verb === verb && one.uri === "*");
    const delay = bucket?.take(this.#now()) ?? 0;
    return bucket && delay > 0 ? { delay, bucket } : undefined;
  }

  buckets(project: string): readonly LeakyBucket[] {
    let buckets = this.#buckets.get(project);
    if (!buckets) {
      buckets = VERBS.map((verb) => new LeakyBucket(verb, this.#value));
      buckets.push(new LeakyBucket("POST", 200, "*/mgmt", "^/mgmt"));
      this.#buckets.set(project, buckets);
    }
    return buckets;
  }
}
