import type { InstanceList } from "./instance-list.ts";

/** A read needs no newer list than this. */
export const LIST_SERVES_MS = 10_000;
/** After a list that failed, each instance is asked for by itself for so long. */
const SHUNNED_MS = 60_000;

/** What a list of the project's instances costs, as far as known, and whether GETs would cost more. */
export class ListCost {
  /** Requests. */
  requests = 1;
  #shunnedUntil = 0;
  /** When reads had a GET each, of the last 10 s. */
  #singleReads: number[] = [];

  /** Whether a list costs fewer requests than a GET for each of so many instances. */
  isCheaper(instances: number, now: number): boolean {
    return now >= this.#shunnedUntil && instances > this.requests;
  }

  learn({ complete, requests }: InstanceList): void {
    this.requests = complete ? requests : requests + 1;
  }

  /** The list failed. */
  avoid(now: number): void {
    this.#shunnedUntil = now + SHUNNED_MS;
  }

  countSingleRead(now: number): void {
    this.#singleReads.push(now);
  }

  /** Where one instance is read after the other, there are likely as many more to come. */
  recentSingleReads(now: number): number {
    this.#singleReads = this.#singleReads.filter((at) => at >= now - LIST_SERVES_MS);
    return this.#singleReads.length;
  }
}
