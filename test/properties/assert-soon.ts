import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

const WITHIN_MS = 5000;

/**
 * Looks until it is as expected, and fails with the difference if it does not become so: what Trove only casts to the
 * guest, and cannot be seen (a password), is done a moment after an update has ended.
 */
export async function assertSoon<T>(look: () => T, expected: T, message: string): Promise<void> {
  const until = performance.now() + WITHIN_MS;
  while (!isDeepStrictEqual(look(), expected) && performance.now() < until) await sleep(10);
  assert.deepEqual(look(), expected, message);
}
