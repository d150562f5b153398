import type { InstanceList } from "./instance-list.ts";

/** How old a list may be that answers a read which accepts a recent one. */
export const RECENT_MS = 10_000;
/** For how long no list is sent for single instances after one has failed. */
const AVOIDED_MS = 60_000;

/** Compares the cost of one list with that of a GET for each instance, in requests. */
export class ListCost {
  /** Requests that the next list takes, as far as known. */
  requests = 1;
  #avoidedUntil = 0;
  /** Times of the GETs that reads accepting a recent list have caused. */
  #singleReads: number[] = [];

  /** Whether a list takes fewer requests than a GET for each of `instances` instances. */
  isCheaper(instances: number, now: number): boolean {
    return now >= this.#avoidedUntil && instances > this.requests;
  }

  /**
   * Notes what a list took. If it ended early, the next one may take twice as much: with one request more each time, the
   * lists that end early would take hundreds of requests in a large project.
   */
  learn({ complete, requests }: InstanceList): void {
    this.requests = complete ? requests : 2 * requests;
  }

  /** Notes that a list has failed. */
  avoid(now: number): void {
    this.#avoidedUntil = now + AVOIDED_MS;
  }

  countSingleRead(now: number): void {
    this.#singleReads.push(now);
  }

  /** Single reads of the last 10 s. After reads one by one, about as many more are likely to follow. */
  recentSingleReads(now: number): number {
    this.#singleReads = this.#singleReads.filter((at) => at >= now - RECENT_MS);
    return this.#singleReads.length;
  }
}
