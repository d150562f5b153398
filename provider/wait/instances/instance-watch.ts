import type { Clock } from "../../core/clock.ts";
import type { Instance } from "../../trove/types.ts";
import type { ListRequirements } from "./list-trust.ts";

/** What a look gave: the instance, or why there is none to show. */
export type Seen = { readonly instance: Instance } | { readonly error: unknown };

const WOKEN = "There is news, or nobody waits any longer";

/** One wait's view of an instance: between its own looks it takes what looks for others show of it. */
export class InstanceWatch {
  readonly id: string;
  readonly requirements: ListRequirements;
  readonly #clock: Clock;
  readonly #ask: (signal: AbortSignal | undefined) => Promise<Instance>;
  #news: Seen | undefined;
  /** While it pauses: since which moment, and how to wake it. */
  #pause: { readonly from: number; readonly wake: () => void } | undefined;

  constructor(
    clock: Clock,
    of: {
      readonly id: string;
      readonly requirements: ListRequirements;
      readonly ask: (signal: AbortSignal | undefined) => Promise<Instance>;
    },
  ) {
    this.id = of.id;
    this.requirements = of.requirements;
    this.#clock = clock;
    this.#ask = of.ask;
  }

  get pausing(): boolean {
    return this.#pause !== undefined;
  }

  /** Whether it pauses since `moment` or longer, so that what is looked at from then on is news to it. */
  pausesSince(moment: number): boolean {
    return this.#pause !== undefined && this.#pause.from <= moment;
  }

  /** What has come in the pause, else a look of its own. */
  async look(signal: AbortSignal | undefined): Promise<Instance> {
    const news = this.#news;
    this.#news = undefined;
    if (news === undefined) return this.#ask(signal);
    if ("error" in news) throw news.error;
    return news.instance;
  }

  /** Lets `ms` pass, or less if there is news. Only what was begun to be looked at after the moment `from` is news. */
  async pause(
    ms: number,
    { from, signal }: { readonly from: number; readonly signal: AbortSignal | undefined },
  ): Promise<void> {
    signal?.throwIfAborted();
    const waking = new AbortController();
    // With a reason, so that no DOMException with its stack is made for each pause.
    const abort = () => waking.abort(WOKEN);
    signal?.addEventListener("abort", abort, { once: true });
    this.#pause = { from, wake: abort };
    try {
      await this.#clock.sleep(ms, waking.signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (this.#news === undefined) throw error;
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#pause = undefined;
    }
  }

  /** Shows it what a look has seen that was begun at `moment`. */
  notify(seen: Seen, moment: number): void {
    if (!this.pausesSince(moment)) return;
    this.#news = seen;
    this.#pause?.wake();
  }
}
