import type { Instances } from "../../trove/instances/instances.ts";
import type { Instance } from "../../trove/types.ts";

const MAX_CONCURRENT_READS = 8;

/** The response to a GET. */
export type ReadResult = { readonly instance: Instance } | { readonly error: unknown };

/** The GETs in progress: one at most for each instance, and eight that the poller schedules. */
export class SingleReads {
  readonly #source: Pick<Instances, "get">;
  readonly #inProgress = new Map<string, AbortController>();

  constructor(source: Pick<Instances, "get">) {
    this.#source = source;
  }

  /** How many more GETs may be scheduled. */
  get free(): number {
    return Math.max(0, MAX_CONCURRENT_READS - this.#inProgress.size);
  }

  isInProgress(id: string): boolean {
    return this.#inProgress.has(id);
  }

  /** Sends a GET. Never rejects. */
  async send(id: string): Promise<ReadResult> {
    const abort = new AbortController();
    this.#inProgress.set(id, abort);
    const result: ReadResult = await this.#source.get(id, { signal: abort.signal }).then(
      (instance) => ({ instance }),
      (error: unknown) => ({ error }),
    );
    this.#inProgress.delete(id);
    return result;
  }

  /** Aborts the GETs of all other instances. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const [id, abort] of this.#inProgress) if (!ids.has(id)) abort.abort();
  }
}
