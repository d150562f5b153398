import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseRates } from "../../../../provider/trove/limits/limits-wire.ts";
import { LeakyBucket } from "../../../../simulator/trove/rate-limiter.ts";
import { BudgetHarness, observeRates } from "./budget-harness.ts";

const EPOCH = Date.parse("2026-01-01T00:00:00Z");

const scenario = fc.record({
  perMinute: fc.oneof(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 30, max: 1200 })),
  /** What the project's last process asked, and how long ago. */
  before: fc.record({ requests: fc.nat(1300), agoMs: fc.oneof(fc.nat(3000), fc.nat(90_000)) }),
  /** Sent while the rates were asked for. */
  meanwhile: fc.nat(60),
  arrivals: fc.array(fc.record({ afterMs: fc.oneof(fc.nat(50), fc.nat(40_000)), requests: fc.nat(120) }), {
    maxLength: 12,
  }),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

test("Trove's bucket never refuses a process that is alone in its project", async () => {
  await fc.assert(fc.asyncProperty(scenario, refusesNone), { numRuns: 300 });
});

async function refusesNone({ perMinute, before, meanwhile, arrivals }: Scenario): Promise<void> {
  const harness = new BudgetHarness(Math.random);
  const trove = new LeakyBucket("POST", perMinute);
  const ask = () => trove.take((EPOCH + harness.clock.now()) / 1000);
  for (let requests = 0; requests < before.requests; requests += 1) ask();
  await harness.pass(before.agoMs);

  const learn = observeRates(harness.budget);
  const rates = parseRates(limitsOf(trove, EPOCH + harness.clock.now()));
  await harness.sendMany(meanwhile);
  for (let requests = 0; requests < meanwhile; requests += 1) ask();
  learn(rates);

  const sending: Promise<void>[] = [];
  for (const { afterMs, requests } of arrivals) {
    await harness.pass(afterMs);
    for (let times = 0; times < requests; times += 1) sending.push(sendTo(harness, ask));
  }
  await harness.clock.run(Promise.all(sending));
  assert.equal(harness.clock.sleepers, 0);
}

async function sendTo(harness: BudgetHarness, ask: () => number): Promise<void> {
  await harness.slot()?.wait();
  assert.equal(ask(), 0, `refused ${harness.clock.now()} ms after the start`);
}

/** As `GET /limits` shows it, times cut to seconds. */
function limitsOf({ verb, value, remaining, regex, uri, nextRequest }: LeakyBucket, now: number) {
  const seconds = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace(".000Z", "Z");
  const nextAvailable = seconds(nextRequest === undefined ? now : nextRequest * 1000);
  const row = { verb, value, remaining, regex, uri, unit: "MINUTE", nextAvailable };
  return { body: { limits: [row] }, serverDate: Date.parse(seconds(now)) };
}
