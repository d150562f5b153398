import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

const WITHIN_MS = 5000;

/**
 * Reads until the value is as expected; fails with the difference after a timeout. The guest agent may perform a change
 * that cannot be read back (a password) shortly after the update has ended.
 */
export async function assertSoon<T>(look: () => T, expected: T, message: string): Promise<void> {
  const until = performance.now() + WITHIN_MS;
  while (!isDeepStrictEqual(look(), expected) && performance.now() < until) await sleep(10);
  assert.deepEqual(look(), expected, message);
}
