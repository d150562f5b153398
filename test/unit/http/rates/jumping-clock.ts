import type { Clock } from "../../../../provider/core/clock.ts";

/** A clock that sleeps by jumping ahead; `slept` holds every wait. */
export function jumpingClock(start = Date.parse("2026-01-01T00:00:00Z")): Clock & { readonly slept: number[] } {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
    },
  };
}
