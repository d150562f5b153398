import type { Clock } from "../../core/clock.ts";
import { fetchInstances, type InstanceList, type ListSource } from "./instance-list.ts";
import { RECENT_MS } from "./list-cost.ts";

/** Counts of all requests of the process that may change what lists show. */
export interface Writes {
  /** Writes started plus writes finished: any change invalidates cached lists. */
  changes(): number;
  /** DELETEs started plus DELETEs finished. */
  deletes(): number;
}

/** A list, with the counts when it began. */
interface DatedList {
  readonly list: InstanceList;
  readonly changes: number;
  readonly deletes: number;
}

/** The list in progress, one at a time, and the latest one. */
export class ListReads {
  readonly #source: ListSource;
  readonly #clock: Clock;
  readonly #writes: Writes;
  #abort = new AbortController();
  #isInProgress = false;
  #begunAt = Number.NEGATIVE_INFINITY;
  #latest: DatedList | undefined;

  constructor(source: ListSource, clock: Clock, writes: Writes) {
    this.#source = source;
    this.#clock = clock;
    this.#writes = writes;
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
    return latest?.changes === this.#writes.changes() && this.#isRecent(latest) ? latest.list : undefined;
  }

  /** The latest list, if it is at most 10 s old and this process has started and finished nothing but DELETEs since. */
  recentExceptDeletes(): InstanceList | undefined {
    const latest = this.#latest;
    if (latest === undefined || !this.#isRecent(latest)) return undefined;
    const others = this.#writes.changes() - this.#writes.deletes();
    return latest.changes - latest.deletes === others ? latest.list : undefined;
  }

  #isRecent({ list }: DatedList): boolean {
    return list.begunAt >= this.#clock.now() - RECENT_MS;
  }

  /** Fetches a list. Never rejects. */
  async send(maxPages: number): Promise<{ readonly list: InstanceList } | { readonly error: unknown } | "aborted"> {
    const counts = { changes: this.#writes.changes(), deletes: this.#writes.deletes() };
    this.#isInProgress = true;
    this.#begunAt = this.#clock.now();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    try {
      const list = await fetchInstances(this.#source, { maxPages, clock: this.#clock, signal });
      this.#latest = { list, ...counts };
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
