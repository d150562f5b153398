import type { Clock } from "../core/clock.ts";
import type { Instance } from "../trove/types.ts";

const lagMs = 2000;
const everyMs = 500;

/** Trove can report ERROR a moment before it reports why: looks again until it does, or `signal` is aborted. */
export async function awaitFault(
  instance: Instance,
  observe: () => Promise<Instance>,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Instance> {
  const until = clock.now() + lagMs;
  let seen = instance;
  while (seen.fault === undefined && clock.now() < until) {
    await clock.sleep(everyMs, signal).catch(() => undefined);
    if (signal?.aborted) break;
    seen = await observe();
  }
  return seen;
}
