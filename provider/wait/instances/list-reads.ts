import type { Clock } from "../../core/clock.ts";
import { fetchInstances, type InstanceList, type ListSource } from "./instance-list.ts";
import { RECENT_MS } from "./list-cost.ts";

/** The list in progress, one at a time, and the latest one. */
export class ListReads {
  readonly #source: ListSource;
  readonly #clock: Clock;
  readonly #changes: () => number;
  #abort = new AbortController();
  #isInProgress = false;
  #begunAt = Number.NEGATIVE_INFINITY;
  #latest: { readonly list: InstanceList; readonly changes: number } | undefined;

  /** @param changes writes that this process has started, plus those that have finished. */
  constructor(source: ListSource, clock: Clock, changes: () => number) {
    this.#source = source;
    this.#clock = clock;
    this.#changes = changes;
  }

  get isInProgress(): boolean {
    return this.#isInProgress;
  }

  get latest(): InstanceList | undefined {
    return this.#latest?.list;
  }

  /** When the last list began, even if it failed or was aborted, in milliseconds of the clock. */
  get begunAt(): number {
    return this.#begunAt;
  }

  /** The latest list, if it is at most 10 s old and this process has started and finished no write since it began. */
  recent(): InstanceList | undefined {
    const latest = this.#latest;
    if (latest === undefined || latest.changes !== this.#changes()) return undefined;
    return latest.list.begunAt >= this.#clock.now() - RECENT_MS ? latest.list : undefined;
  }

  /** Fetches a list. Never rejects. */
  async send(maxPages: number): Promise<{ readonly list: InstanceList } | { readonly error: unknown } | "aborted"> {
    const changes = this.#changes();
    this.#isInProgress = true;
    this.#begunAt = this.#clock.now();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    try {
      const list = await fetchInstances(this.#source, { maxPages, clock: this.#clock, signal });
      this.#latest = { list, changes };
      return { list };
    } catch (error) {
      return signal.aborted ? "aborted" : { error };
    } finally {
      this.#isInProgress = false;
    }
  }

  /** Ends the list in progress. */
  abort(): void {
    this.#abort.abort();
  }
}
