import type { Clock } from "../core/clock.ts";
import type { Instance } from "../trove/types.ts";

const MAX_DELAY_MS = 2000;
const STEP_MS = 500;

/**
 * Returns the instance with its fault, which Trove can report up to 2 s after ERROR. If none comes, or `signal` is
 * aborted, the instance is returned without a fault.
 */
export async function awaitFault(
  instance: Instance,
  observe: () => Promise<Instance>,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Instance> {
  const until = clock.now() + MAX_DELAY_MS;
  let seen = instance;
  while (seen.fault === undefined && clock.now() < until) {
    await clock.sleep(STEP_MS, signal).catch(() => undefined);
    if (signal?.aborted) break;
    seen = await observe();
  }
  return seen;
}
