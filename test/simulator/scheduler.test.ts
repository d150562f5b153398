import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Scheduler } from "../../simulator/scheduler.ts";

test("runs tasks that fall due while the process is busy in their order", async () => {
  const scheduler = new Scheduler();
  const done: number[] = [];
  const after = (seconds: number) => scheduler.after(seconds, "instance", () => done.push(seconds));
  // Earlier timers of each duration change the order in which Node processes the durations.
  for (const seconds of [0.06, 0.02, 0.04]) scheduler.after(seconds, "other", () => {});
  await sleep(10);
  for (const seconds of [0.06, 0.04, 0.02, 0.05]) after(seconds);
  const busyUntil = performance.now() + 120;
  while (performance.now() < busyUntil);
  // Busy until the last is due, not for a fixed time: Node would call later timers of one list before the other lists.
  while (done.length < 4) await sleep(1);
  assert.deepEqual(done, [0.02, 0.04, 0.05, 0.06]);
});
