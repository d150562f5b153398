import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { inWorkers } from "../properties/in-workers.ts";
import { type EngineHost, engineHost } from "../support/engine-host.ts";
import { CLOCK_SKEW, KINDS } from "./fault-kinds.ts";
import { startWorker } from "./start-worker.ts";
import type { Outcome } from "./worker.ts";

// CHAOS_PLANS=n runs n plans. CHAOS_SEED=k starts with seed k. A third of the plans run on the plugin; with ENGINE_HOST, all
// run on the host that it names.
const FIRST = 1;
/** What `npm test` runs. A plan has resources of four kinds, and takes ten seconds and more. */
const DEFAULT = 20;
/** So many plans from the first seed have every kind of fault. */
const MANY = 50;
const first = Number(process.env.CHAOS_SEED ?? FIRST);
const plans = Number(process.env.CHAOS_PLANS ?? DEFAULT);
/** The number of plans that run concurrently on each host: each waits part of the time. */
const WORKERS: Readonly<Record<EngineHost, number>> = { dynamic: 2, plugin: 1 };

test(`the cloud matches the program after ${plans} plans from seed ${first}`, async (t) => {
  const seeds = Array.from({ length: plans }, (_, index) => first + index);
  const byHost = Object.entries(Object.groupBy(seeds, hostOf)) as [EngineHost, number[]][];
  const outcomes = (await Promise.all(byHost.map(([host, own]) => playAll(t, host, own)))).flat();
  const planned = counts(outcomes.map((outcome) => outcome.planned));
  const struck = counts(outcomes.map((outcome) => outcome.struck));
  for (const kind of [...new Set([...KINDS, ...planned.keys()])]) {
    t.diagnostic(`${kind}: ${struck.get(kind) ?? 0} of ${planned.get(kind) ?? 0} struck`);
  }
  const quiet = outcomes.filter((outcome) => outcome.struck.every((kind) => kind === CLOCK_SKEW));
  t.diagnostic(`plans in which nothing struck, clock skew apart: ${quiet.length}`);
  const failures = outcomes.flatMap(({ failure }) => failure ?? []);
  if (failures.length > 0) assert.fail(failures.join("\n\n"));
  if (first !== FIRST || plans < MANY) return;
  assert.deepEqual(
    KINDS.filter((kind) => !struck.has(kind)),
    [],
    "every kind of trouble struck",
  );
});

function hostOf(seed: number): EngineHost {
  if (process.env.ENGINE_HOST !== undefined) return engineHost;
  return seed % 3 === 0 ? "plugin" : "dynamic";
}

async function playAll(t: TestContext, host: EngineHost, seeds: readonly number[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const free = Array.from({ length: Math.min(WORKERS[host], seeds.length) }, () => startWorker(t, host));
  await inWorkers(free.length, seeds, async (seed) => {
    const worker = free.pop() ?? assert.fail("as many workers as work in them");
    outcomes.push(await worker.play(seed));
    free.push(worker);
  });
  return outcomes;
}

function counts(all: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const kind of all.flat()) found.set(kind, (found.get(kind) ?? 0) + 1);
  return found;
}
