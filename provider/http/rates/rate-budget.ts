import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import { silentLog } from "../../core/log.ts";
import { throwIfCancelled } from "../exchange/attempt-watch.ts";
import { isRateLimited } from "../exchange/classify.ts";
import type { HttpRequest, HttpResponse } from "../http.ts";
import type { RateLimit } from "./rate-bucket.ts";
import { type QueueStatus, RateQueue } from "./rate-queue.ts";

/** The verbs that `trove/common/limits.py` counts; PATCH is not limited. */
const VERBS = ["GET", "POST", "PUT", "DELETE"];
/**
 * The request before which the rates are fetched. A process that only looks something up never sends so many, and nine
 * requests are a twentieth of the bucket that Trove has by default.
 */
const FETCH_AT = 10;
/**
 * Requests of each verb that may be sent while the rates are being fetched: enough in practice for nobody to wait. Of a
 * burst of hundreds the rest waits for the rates, because the server would refuse it.
 */
const PROBE_SIZE = 50;
/** How long requests wait for the rates. A busy Trove was seen to need 15 s to answer. */
const FETCH_TIMEOUT_MS = 30_000;
/** Before all other requests, which may be waiting for what this one fetches. */
const FIRST = -1;

export interface RateBudgetOptions {
  readonly clock: Clock;
  readonly log?: Log | undefined;
  /**
   * From 0 to below 1.
   * @default Math.random
   */
  readonly random?: (() => number) | undefined;
}

/** The place of a request in the queue of its verb. Every attempt of the request uses the same place. */
export interface QueueSlot {
  /**
   * Resolves when the next attempt may be sent.
   *
   * @throws {CancelledError} as soon as the request's signal is aborted.
   */
  wait(): Promise<void>;
  /**
   * Reports a failed attempt. Returns the milliseconds until the next attempt may be sent if the server refused this one
   * for its rate, else `undefined`.
   */
  refused(failure: unknown): number | undefined;
}

/**
 * Keeps a session to the rate limits of its server, so that no request need be refused. Each verb has a queue. While no
 * rate is known, every request is sent, until the server refuses one.
 *
 * A refused request has had no effect. It returns to the head of its queue as often as necessary; only its own time limit,
 * counted from its first attempt, ends that.
 *
 * `GET /limits` tells the rates. `fetchRatesWith` takes the function that sends it, which is called once, before the tenth
 * request or after the first refusal; any other reader of `/limits` updates the rates too, because its request has
 * `parseRates`. `perMinute` gives the result to pollers, which use a share of the rate.
 */
export class RateBudget {
  readonly #queues: ReadonlyMap<string, RateQueue>;
  #fetchRates: ((signal: AbortSignal) => Promise<unknown>) | undefined;
  #hasFetched = false;

  constructor({ clock, log = silentLog, random = Math.random }: RateBudgetOptions) {
    const queue = (verb: string) =>
      new RateQueue({ clock, random, report: (status) => log.info(describe(verb, status)) });
    this.#queues = new Map(VERBS.map((verb) => [verb, queue(verb)]));
  }

  /** Sets the function that fetches the rates by a request with `parseRates`. It is called at most once; failures are ignored. */
  fetchRatesWith(fetch: (signal: AbortSignal) => Promise<unknown>): void {
    this.#fetchRates = fetch;
  }

  /** Requests of a verb per minute that the server accepts; `undefined` while that is not known. */
  perMinute(verb: string): number | undefined {
    return this.#queues.get(verb)?.perMinute;
  }

  /** Gives a request its place; `undefined` if its verb is not limited. */
  slot(request: HttpRequest): QueueSlot | undefined {
    const queue = this.#queues.get(request.method);
    if (queue === undefined) return undefined;
    const place = request.parseRates ? FIRST : queue.place();
    return {
      wait: () => {
        if (this.#sent + 1 >= FETCH_AT) this.#fetchRatesOnce();
        return queue.wait(place, request.signal).catch((reason: unknown) => {
          throwIfCancelled(request);
          throw reason;
        });
      },
      refused: (failure) => {
        if (!isRateLimited(failure)) return undefined;
        this.#fetchRatesOnce();
        return queue.refuse(failure.retryAfterMs);
      },
    };
  }

  /**
   * Must be called when an attempt is sent. Returns the function that takes the response, and learns the rates from it if
   * the request has `parseRates`.
   */
  observe({ parseRates }: Pick<HttpRequest, "parseRates">): (response: HttpResponse) => void {
    if (parseRates === undefined) return () => {};
    const sentBefore = new Map([...this.#queues].map(([verb, { sent }]) => [verb, sent]));
    return (response) => this.#learn(parseRates(response), sentBefore);
  }

  #learn(rates: readonly RateLimit[], sentBefore: ReadonlyMap<string, number>): void {
    for (const { verb, perMinute, remaining } of rates) {
      const queue = this.#queues.get(verb);
      if (queue === undefined || !(perMinute >= 1)) continue;
      // The server may not have counted the requests that were sent meanwhile.
      queue.limit(perMinute, remaining - (queue.sent - (sentBefore.get(verb) ?? 0)));
    }
    this.#hasFetched ||= rates.length > 0;
  }

  get #sent(): number {
    return [...this.#queues.values()].reduce((sum, { sent }) => sum + sent, 0);
  }

  #fetchRatesOnce(): void {
    if (this.#hasFetched || this.#fetchRates === undefined) return;
    this.#hasFetched = true;
    for (const queue of this.#queues.values()) queue.beginProbe(PROBE_SIZE);
    const end = () => {
      for (const queue of this.#queues.values()) queue.endProbe();
    };
    this.#fetchRates(AbortSignal.timeout(FETCH_TIMEOUT_MS)).then(end, end);
  }
}

function describe(verb: string, { waiting, waitMs, perMinute }: QueueStatus): string {
  const rate =
    perMinute === undefined ? `limits the rate of ${verb}` : `accepts ${perMinute} ${verb} requests per minute`;
  const wait = waiting === 1 ? "1 request waits" : `${waiting} requests wait`;
  return `${wait} about ${Math.ceil(waitMs / 1000)} s: Trove ${rate} from this project.`;
}
