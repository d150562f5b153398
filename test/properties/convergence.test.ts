import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { openHarness } from "./harness.ts";
import { inWorkers } from "./in-workers.ts";
import { runSequence } from "./run-sequence.ts";
import { sequences } from "./sequences.ts";

/** The number of sequences that run concurrently: each mostly waits. */
const WORKERS = 100;

// PROPERTY_RUNS=n runs the sequences 1 to n. PROPERTY_SEED=k runs only sequence k and, if it fails, searches for a
// smaller one that fails too.
const runs = Number(process.env.PROPERTY_RUNS ?? 200);
const only = process.env.PROPERTY_SEED;
const seeds = only === undefined ? Array.from({ length: runs }, (_, index) => index + 1) : [Number(only)];

test(`the cloud matches the program after ${seeds.length} random sequences`, async (t) => {
  const harness = await openHarness();
  t.after(() => harness.close());
  const failures: string[] = [];
  let played = 0;
  await inWorkers(WORKERS, seeds, async (seed) => {
    const property = fc.asyncProperty(sequences, (steps) => runSequence(harness, `stack-${++played}`, steps));
    const result = await fc.check(property, { seed, numRuns: 1, endOnFailure: only === undefined });
    if (!result.failed) return;
    failures.push(
      [
        `Sequence ${seed}: ${messageOf(result.errorInstance)}`,
        `Replay, and find a smaller one: PROPERTY_SEED=${seed} node --test test/properties/convergence.test.ts`,
        `To keep it, put the steps into test/regressions: ${JSON.stringify(result.counterexample?.[0])}`,
      ].join("\n"),
    );
  });
  if (failures.length > 0) assert.fail(failures.join("\n\n"));
});

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
