import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import { silentLog } from "../../core/log.ts";
import { isRateLimited } from "../exchange/classify.ts";
import { throwIfCancelled } from "../exchange/throw-if-cancelled.ts";
import type { HttpRequest, RateLimit } from "../http.ts";
import { type QueueStatus, RateQueue } from "./rate-queue.ts";

/** What `trove/common/limits.py` counts; PATCH is free. */
const VERBS = ["GET", "POST", "PUT", "DELETE"];
/**
 * The request with which the rates are asked for: a process that only looks something up never gets there, and what went
 * until then is a twentieth of what Trove takes at once by default.
 */
const FETCH_AT = 10;
/**
 * So many more of a verb go while the answer is under way, enough for nobody to wait in practice; a crowd of hundreds
 * waits for it, for it would be refused.
 */
const PROBE_SIZE = 50;
/** Whoever waits for the rates waits no longer. A busy Trove has been seen to take 15 s for them. */
const FETCH_TIMEOUT_MS = 30_000;
/** Before all others: what tells the rates helps all who wait. */
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

/** A request's place in its queue. It keeps it: whoever comes back goes before all who came later. */
export interface QueueSlot {
  /**
   * Resolves when an attempt may be sent; each attempt waits for its own.
   *
   * @throws {CancelledError} at once, when the request's signal is aborted.
   */
  wait(): Promise<void>;
  /**
   * Told how an attempt failed. Where it was refused for its rate, gives the milliseconds until the next turn; else
   * `undefined`.
   */
  refused(failure: unknown): number | undefined;
}

/**
 * Keeps to the rates at which a server takes requests, a queue a verb, so that it need not refuse any. Without a known
 * rate all go, until a refusal says otherwise.
 *
 * A refused request has had no effect. It goes to the head of its queue, as often as it takes, while the others stay
 * where they are: only the bound of its own time ends that, counted from its first sending.
 */
export class RateBudget {
  readonly #queues: ReadonlyMap<string, RateQueue>;
  #fetchRates: ((signal: AbortSignal) => Promise<unknown>) | undefined;
  #hasFetched = false;

  constructor({ clock, log = silentLog, random = Math.random }: RateBudgetOptions) {
    const queue = (verb: string) =>
      new RateQueue({
        clock,
        random,
        tell: (queueing) => log.info(describe(verb, queueing)),
      });
    this.#queues = new Map(VERBS.map((verb) => [verb, queue(verb)]));
  }

  /** Hands in how to ask for the rates, with a request that `tellsRates`. Called once at most; its failure is nobody's. */
  fetchRatesWith(ask: (signal: AbortSignal) => Promise<unknown>): void {
    this.#fetchRates = ask;
  }

  /** How many requests of a verb the server takes a minute, as far as known. */
  perMinute(verb: string): number | undefined {
    return this.#queues.get(verb)?.perMinute;
  }

  /** `undefined` where the request's verb is not limited. */
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
   * To be called when a request that tells the rates is sent. What it gives takes them: requests that went meanwhile may
   * not have been counted yet.
   */
  reading(): (rates: readonly RateLimit[]) => void {
    const counted = new Map([...this.#queues].map(([verb, { sent }]) => [verb, sent]));
    return (rates) => {
      for (const { verb, perMinute, remaining } of rates) {
        const queue = this.#queues.get(verb);
        if (queue === undefined || !(perMinute >= 1)) continue;
        queue.limit(perMinute, remaining - (queue.sent - (counted.get(verb) ?? 0)));
      }
      this.#hasFetched ||= rates.length > 0;
    };
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
  const rate = perMinute === undefined ? `limits the rate of ${verb}` : `takes ${perMinute} ${verb} a minute`;
  const wait = waiting === 1 ? "1 request waits" : `${waiting} requests wait`;
  return `${wait} about ${Math.ceil(waitMs / 1000)} s: Trove ${rate} from this project.`;
}
