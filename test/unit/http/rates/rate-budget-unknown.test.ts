import assert from "node:assert/strict";
import { test } from "node:test";
import { BudgetHarness, observeRates, refusal } from "./budget-harness.ts";

/** Lets a harness's budget ask, and counts how often it does; `answer` or `fail` ends it. */
function asking(harness: BudgetHarness) {
  const asked = { times: 0, answer: () => {}, fail: () => {} };
  const answer = new Promise<void>((resolve, reject) => {
    asked.answer = resolve;
    asked.fail = () => reject(new Error("no such page"));
  });
  harness.budget.fetchRatesWith(async () => {
    asked.times += 1;
    // As a session asks: it has to log in first.
    await harness.settle();
    const slot = harness.slot("GET", { parseRates: () => [] });
    await slot?.wait();
    harness.note("limits");
    await answer;
  });
  return asked;
}

test("without a rate everything goes at once, if nobody says how to ask for it", async () => {
  const harness = new BudgetHarness();
  await harness.sendMany(1000);
  assert.equal(harness.sent.length, 1000);
});

test("fetches the rates once, at the tenth request of any verb", async () => {
  const harness = new BudgetHarness();
  const asked = asking(harness);
  await harness.sendMany(5, "GET");
  await harness.sendMany(4, "DELETE");
  assert.equal(asked.times, 0);
  await harness.sendMany(40);
  assert.equal(asked.times, 1);
  asked.answer();
  await harness.settle();
  await harness.sendMany(1000);
  assert.equal(asked.times, 1);
});

test("a burst waits for the rates; the request that fetches them does not", async () => {
  const harness = new BudgetHarness();
  const asked = asking(harness);
  const crowd = harness.sendMany(200, "GET");
  await harness.settle();
  await harness.settle();
  assert.ok(harness.sent.some(([name]) => name === "limits"));
  const before = harness.sent.length;
  assert.ok(before < 100, `${before} went before the rate was known`);
  harness.learn(200, 120);
  asked.answer();
  await harness.settle();
  assert.equal(harness.sent.length, before + 100);
  await harness.clock.run(crowd);
});

for (const end of ["answer", "fail"] as const) {
  test(`rates that cannot be had hold nobody up (${end})`, async () => {
    const harness = new BudgetHarness();
    const asked = asking(harness);
    const crowd = harness.sendMany(200);
    await harness.settle();
    asked[end]();
    await crowd;
    assert.equal(harness.clock.sleepers, 0);
  });
}

test("subtracts the requests that were sent while the rates were read", async () => {
  const harness = new BudgetHarness();
  const learn = observeRates(harness.budget);
  await harness.sendMany(7);
  learn([{ verb: "POST", perMinute: 200, remaining: 40 }]);
  harness.sent.length = 0;
  await harness.clock.run(harness.sendMany(14));
  assert.deepEqual(harness.times, [...Array(13).fill(0), 300]);
});

test("a rate that is no rate limits nothing", async () => {
  const harness = new BudgetHarness();
  harness.learn(0);
  harness.learn(Number.NaN);
  await harness.sendMany(1000);
});

test("a first refusal asks for the rates, and they go before all that wait", async () => {
  const harness = new BudgetHarness();
  const asked = asking(harness);
  const slot = harness.slot("GET");
  await slot?.wait();
  slot?.refused(refusal("1", "GET"));
  const all = Promise.all([slot?.wait().then(() => harness.note("again")), harness.send("other", "GET")]);
  assert.equal(asked.times, 1);
  await harness.clock.run(all);
  assert.deepEqual(
    harness.sent.map(([name]) => name),
    ["limits", "again", "other"],
  );
});

test("after a refusal, waiting requests are sent at its pace even without known rates", {
  timeout: 20_000,
}, async () => {
  const harness = new BudgetHarness();
  asking(harness);
  const crowd = harness.sendMany(80);
  await harness.settle();
  const before = harness.sent.filter(([name]) => name !== "limits").length;
  assert.ok(before < 80);
  harness.slot()?.refused(refusal("1"));
  await harness.clock.run(crowd);
  assert.equal(harness.clock.now(), (80 - before) * 1000);
});

test("without a known rate, sends one request per Retry-After, with one timer", async () => {
  const harness = new BudgetHarness();
  const slot = harness.slot();
  await slot?.wait();
  assert.equal(slot?.refused(refusal("1")), 1000);
  const all = Promise.all([slot?.wait(), harness.sendMany(3)]);
  await harness.settle();
  assert.equal(harness.clock.sleepers, 1);
  await harness.clock.run(all);
  assert.deepEqual(harness.times, [2000, 3000, 4000]);
  harness.slot()?.refused(refusal("3"));
  harness.sent.length = 0;
  const start = harness.clock.now();
  await harness.clock.run(harness.sendMany(2));
  assert.deepEqual(harness.times, [start + 3000, start + 6000]);
});

test("a Retry-After of 0 is no reason to come back at once", () => {
  const harness = new BudgetHarness();
  assert.equal(harness.slot()?.refused(refusal("0")), 1000);
});

test("a rate that only refusals tell of is not given a number", async () => {
  const harness = new BudgetHarness();
  harness.slot()?.refused(refusal("1"));
  await harness.clock.run(harness.sendMany(30));
  assert.deepEqual(harness.infos.length, 1);
  assert.match(
    harness.infos[0] ?? "",
    /^30 requests wait about 29 s: Trove limits the rate of POST from this project\.$/,
  );
});
