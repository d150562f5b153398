import type { Clock } from "../../core/clock.ts";
import type { Instance } from "../../trove/types.ts";
import type { ListRequirements } from "./list-trust.ts";
import type { ReadResult } from "./single-reads.ts";

/** A reason for the abort: without one, every pause would create a DOMException with its stack. */
const WOKEN = "The pause has ended";

interface WatchOptions {
  readonly id: string;
  readonly requirements: ListRequirements;
  /** Reads the instance for this wait alone. */
  readonly read: (signal: AbortSignal | undefined) => Promise<Instance>;
}

/** The view that one wait has of its instance: while it pauses, it takes what the reads of others show. */
export class InstanceWatch {
  readonly id: string;
  readonly requirements: ListRequirements;
  readonly #clock: Clock;
  readonly #read: WatchOptions["read"];
  #latest: ReadResult | undefined;
  #pause: { readonly sequence: number; readonly wake: () => void } | undefined;

  constructor(clock: Clock, { id, requirements, read }: WatchOptions) {
    this.id = id;
    this.requirements = requirements;
    this.#clock = clock;
    this.#read = read;
  }

  get isPausing(): boolean {
    return this.#pause !== undefined;
  }

  /** Whether a request with this sequence number began after the pause did, so that its result is new to the wait. */
  hasPausedBefore(sequence: number): boolean {
    return this.#pause !== undefined && this.#pause.sequence <= sequence;
  }

  /** The result that ended the last pause, or else a read of its own. */
  async read(signal: AbortSignal | undefined): Promise<Instance> {
    const latest = this.#latest;
    this.#latest = undefined;
    if (latest === undefined) return this.#read(signal);
    if ("error" in latest) throw latest.error;
    return latest.instance;
  }

  /** Lets `ms` milliseconds pass, or fewer when a request that began after `sequence` has shown the instance. */
  async pause(
    ms: number,
    { sequence, signal }: { readonly sequence: number; readonly signal: AbortSignal | undefined },
  ): Promise<void> {
    signal?.throwIfAborted();
    const waking = new AbortController();
    const wake = () => waking.abort(WOKEN);
    signal?.addEventListener("abort", wake, { once: true });
    this.#pause = { sequence, wake };
    try {
      await this.#clock.sleep(ms, waking.signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (this.#latest === undefined) throw error;
    } finally {
      signal?.removeEventListener("abort", wake);
      this.#pause = undefined;
    }
  }

  /** Wakes the wait with the result of the request that has this sequence number, if it is new to the wait. */
  notify(result: ReadResult, sequence: number): void {
    if (!this.hasPausedBefore(sequence)) return;
    this.#latest = result;
    this.#pause?.wake();
  }
}
