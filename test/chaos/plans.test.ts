import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { type TestContext, test } from "node:test";
import { inLanes } from "../properties/in-lanes.ts";
import type { Outcome } from "./lane.ts";

// CHAOS_PLANS=n plays n plans, CHAOS_SEED=k those from k on.
const first = Number(process.env.CHAOS_SEED ?? 1);
const plans = Number(process.env.CHAOS_PLANS ?? 50);
/** How many are played at once: each waits some of its time. */
const LANES = 3;

test(`after trouble and an up in peace the cloud is what the program says, in ${plans} plans from seed ${first}`, async (t) => {
  const seeds = Array.from({ length: plans }, (_, index) => first + index);
  const failures: string[] = [];
  const free = Array.from({ length: Math.min(LANES, plans) }, () => startLane(t));
  await inLanes(free.length, seeds, async (seed) => {
    const lane = free.pop() ?? assert.fail("as many lanes as work in them");
    const failure = await playIn(lane, seed);
    if (failure !== undefined) failures.push(failure);
    free.push(lane);
  });
  if (failures.length > 0) assert.fail(failures.join("\n\n"));
});

function startLane(t: TestContext): ChildProcess {
  const lane = fork(new URL("lane.ts", import.meta.url));
  t.after(() => lane.connected && lane.disconnect());
  return lane;
}

async function playIn(lane: ChildProcess, seed: number): Promise<string | undefined> {
  const over = new AbortController();
  const exit = once(lane, "exit", over).then(([code, signal]) =>
    assert.fail(`plan ${seed} ended its lane (${signal ?? code})`),
  );
  const outcome = once(lane, "message", over);
  lane.send(seed);
  try {
    const [{ failure }] = (await Promise.race([outcome, exit])) as [Outcome];
    return failure;
  } finally {
    over.abort();
  }
}
