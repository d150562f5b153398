import assert from "node:assert/strict";
import { test } from "node:test";
import { inWorkers } from "../properties/in-workers.ts";
import { CLOCK_SKEW, KINDS } from "./fault-kinds.ts";
import { startWorker } from "./start-worker.ts";
import type { Outcome } from "./worker.ts";

// CHAOS_PLANS=n runs n plans. CHAOS_SEED=k starts with seed k.
const FIRST = 1;
const MANY = 50;
const first = Number(process.env.CHAOS_SEED ?? FIRST);
const plans = Number(process.env.CHAOS_PLANS ?? MANY);
/** The number of plans that run concurrently: each waits part of the time. */
const WORKERS = 3;

test(`the cloud matches the program after ${plans} plans from seed ${first}`, async (t) => {
  const seeds = Array.from({ length: plans }, (_, index) => first + index);
  const outcomes: Outcome[] = [];
  const free = Array.from({ length: Math.min(WORKERS, plans) }, () => startWorker(t));
  await inWorkers(free.length, seeds, async (seed) => {
    const worker = free.pop() ?? assert.fail("as many workers as work in them");
    outcomes.push(await worker.play(seed));
    free.push(worker);
  });
  const planned = counts(outcomes.map((outcome) => outcome.planned));
  const struck = counts(outcomes.map((outcome) => outcome.struck));
  for (const kind of [...new Set([...KINDS, ...planned.keys()])]) {
    t.diagnostic(`${kind}: ${struck.get(kind) ?? 0} of ${planned.get(kind) ?? 0} struck`);
  }
  const quiet = outcomes.filter((outcome) => outcome.struck.every((kind) => kind === CLOCK_SKEW));
  t.diagnostic(`plans in which nothing struck, clock skew apart: ${quiet.length}`);
  const failures = outcomes.flatMap(({ failure }) => failure ?? []);
  if (failures.length > 0) assert.fail(failures.join("\n\n"));
  // Only the default set of plans has every kind.
  if (first !== FIRST || plans < MANY) return;
  assert.deepEqual(
    KINDS.filter((kind) => !struck.has(kind)),
    [],
    "every kind of trouble struck",
  );
});

function counts(all: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const kind of all.flat()) found.set(kind, (found.get(kind) ?? 0) + 1);
  return found;
}
