import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { type TestContext, test } from "node:test";
import { systemClock } from "../../../provider/core/clock.ts";
import { watchAttempt } from "../../../provider/http/exchange/attempt-watch.ts";

/** The longest time that Node's timers take; of anything longer they make 1 ms. */
const LONGEST_MS = 2 ** 31 - 1;

/** Sleeps, and tells whether it is over. Node's timers are those of the test. */
async function sleeping(t: TestContext, ms: number, signal?: AbortSignal) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let over = false;
  systemClock.sleep(ms, signal).then(
    () => {
      over = true;
    },
    () => {},
  );
  return async (passed: number) => {
    t.mock.timers.tick(passed);
    await new Promise(setImmediate);
    return over;
  };
}

test("a sleep of more than 24 days takes as long as it says", async (t) => {
  const after = await sleeping(t, 2 * LONGEST_MS + 5000);
  assert.equal(await after(LONGEST_MS), false);
  assert.equal(await after(LONGEST_MS), false);
  assert.equal(await after(4999), false);
  assert.equal(await after(1), true);
});

test("a sleep without an end ends with its signal, and leaves nothing on it", async (t) => {
  const controller = new AbortController();
  const after = await sleeping(t, Number.POSITIVE_INFINITY, controller.signal);
  for (let turns = 0; turns < 3; turns += 1) assert.equal(await after(LONGEST_MS), false);
  controller.abort();
  assert.equal(await after(LONGEST_MS), false);
  assert.deepEqual(getEventListeners(controller.signal, "abort"), []);
});

test("a sleep of no time is over at once", async (t) => {
  const after = await sleeping(t, 0);
  assert.equal(await after(1), true);
});

test("an attempt that may take more than 24 days is not cut at once", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const attempt = { signal: undefined, answerGraceMs: 5000, canAbort: () => true };
  const watch = watchAttempt({ ...attempt, timeoutMs: Number.POSITIVE_INFINITY });
  t.mock.timers.tick(60_000);
  assert.equal(watch.abortReason, undefined);
  watch.close();
});
