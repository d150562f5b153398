import type { Clock } from "../core/clock.ts";
import { formatDuration } from "./format-duration.ts";

/** A status and how long it lasted. */
export interface StatusSpan {
  readonly status: string;
  /** Milliseconds during which it was the latest status, in total. */
  readonly ms: number;
}

/** The statuses that a wait observed, and how long each lasted. */
export class StatusHistory {
  readonly #clock: Clock;
  readonly #spans = new Map<string, number>();
  #current: string | undefined;
  #since = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get current(): string | undefined {
    return this.#current;
  }

  /** @returns whether it differs from the one before. */
  record(status: string): boolean {
    const changed = status !== this.#current;
    this.#addElapsed();
    this.#current = status;
    this.#since = this.#clock.now();
    return changed;
  }

  /** In the order in which they were first seen. */
  spans(): StatusSpan[] {
    this.#addElapsed();
    return [...this.#spans].map(([status, ms]) => ({ status, ms }));
  }

  #addElapsed(): void {
    if (this.#current !== undefined) {
      const now = this.#clock.now();
      this.#spans.set(this.#current, (this.#spans.get(this.#current) ?? 0) + now - this.#since);
      this.#since = now;
    }
  }
}

/** `BUILD for 58 m 12 s, ERROR for 3 s` */
export function describeSpans(spans: readonly StatusSpan[]): string {
  return spans.map(({ status, ms }) => `${status} for ${formatDuration(ms)}`).join(", ");
}
