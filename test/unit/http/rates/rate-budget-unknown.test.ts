import assert from "node:assert/strict";
import { test } from "node:test";
import { BudgetStage, refusal } from "./budget-harness.ts";

/** Lets a stage's budget ask, and counts how often it does; `answer` or `fail` ends it. */
function asking(stage: BudgetStage) {
  const asked = { times: 0, answer: () => {}, fail: () => {} };
  const answer = new Promise<void>((resolve, reject) => {
    asked.answer = resolve;
    asked.fail = () => reject(new Error("no such page"));
  });
  stage.budget.askWith(async () => {
    asked.times += 1;
    // As a session asks: it has to log in first.
    await stage.settle();
    const turn = stage.turn("GET", { tellsRates: () => [] });
    await turn?.wait();
    stage.note("limits");
    await answer;
  });
  return asked;
}

test("without a rate everything goes at once, if nobody says how to ask for it", async () => {
  const stage = new BudgetStage();
  await stage.sendMany(1000);
  assert.equal(stage.sent.length, 1000);
});

test("the rates are asked for once, at the tenth request of whatever verb, and nobody waits for the answer", async () => {
  const stage = new BudgetStage();
  const asked = asking(stage);
  await stage.sendMany(5, "GET");
  await stage.sendMany(4, "DELETE");
  assert.equal(asked.times, 0);
  await stage.sendMany(40);
  assert.equal(asked.times, 1);
  asked.answer();
  await stage.settle();
  await stage.sendMany(1000);
  assert.equal(asked.times, 1);
});

test("a crowd waits for the rates, the request for them does not, and what they say counts from then on", async () => {
  const stage = new BudgetStage();
  const asked = asking(stage);
  const crowd = stage.sendMany(200, "GET");
  await stage.settle();
  await stage.settle();
  assert.ok(stage.sent.some(([name]) => name === "limits"));
  const before = stage.sent.length;
  assert.ok(before < 100, `${before} went before the rate was known`);
  stage.learn(200, 120);
  asked.answer();
  await stage.settle();
  assert.equal(stage.sent.length, before + 100);
  await stage.clock.run(crowd);
});

for (const end of ["answer", "fail"] as const) {
  test(`rates that cannot be had hold nobody up (${end})`, async () => {
    const stage = new BudgetStage();
    const asked = asking(stage);
    const crowd = stage.sendMany(200);
    await stage.settle();
    asked[end]();
    await crowd;
    assert.equal(stage.clock.sleepers, 0);
  });
}

test("requests that went while the rates were asked for are taken off what remained", async () => {
  const stage = new BudgetStage();
  const learn = stage.budget.reading();
  await stage.sendMany(7);
  learn([{ verb: "POST", perMinute: 200, remaining: 40 }]);
  stage.sent.length = 0;
  await stage.clock.run(stage.sendMany(14));
  assert.deepEqual(stage.times, [...Array(13).fill(0), 300]);
});

test("a rate that is no rate limits nothing", async () => {
  const stage = new BudgetStage();
  stage.learn(0);
  stage.learn(Number.NaN);
  await stage.sendMany(1000);
});

test("a first refusal asks for the rates, and they go before all that wait", async () => {
  const stage = new BudgetStage();
  const asked = asking(stage);
  const turn = stage.turn("GET");
  await turn?.wait();
  turn?.refused(refusal("1", "GET"));
  const all = Promise.all([turn?.wait().then(() => stage.note("again")), stage.send("other", "GET")]);
  assert.equal(asked.times, 1);
  await stage.clock.run(all);
  assert.deepEqual(
    stage.sent.map(([name]) => name),
    ["limits", "again", "other"],
  );
});

test("who waits for the rates when a refusal comes goes at its pace, whether or not they are ever told", {
  timeout: 20_000,
}, async () => {
  const stage = new BudgetStage();
  asking(stage);
  const crowd = stage.sendMany(80);
  await stage.settle();
  const before = stage.sent.filter(([name]) => name !== "limits").length;
  assert.ok(before < 80);
  stage.turn()?.refused(refusal("1"));
  await stage.clock.run(crowd);
  assert.equal(stage.clock.now(), (80 - before) * 1000);
});

test("where nothing else tells the rate, one goes a Retry-After, and nobody has a timer of its own", async () => {
  const stage = new BudgetStage();
  const turn = stage.turn();
  await turn?.wait();
  assert.equal(turn?.refused(refusal("1")), 1000);
  const all = Promise.all([turn?.wait(), stage.sendMany(3)]);
  await stage.settle();
  assert.equal(stage.clock.sleepers, 1);
  await stage.clock.run(all);
  assert.deepEqual(stage.times, [2000, 3000, 4000]);
  stage.turn()?.refused(refusal("3"));
  stage.sent.length = 0;
  const start = stage.clock.now();
  await stage.clock.run(stage.sendMany(2));
  assert.deepEqual(stage.times, [start + 3000, start + 6000]);
});

test("a Retry-After of 0 is no reason to come back at once", () => {
  const stage = new BudgetStage();
  assert.equal(stage.turn()?.refused(refusal("0")), 1000);
});

test("a rate that only refusals tell of is not given a number", async () => {
  const stage = new BudgetStage();
  stage.turn()?.refused(refusal("1"));
  await stage.clock.run(stage.sendMany(30));
  assert.deepEqual(stage.said.length, 1);
  assert.match(stage.said[0] ?? "", /^30 requests wait about 29 s: Trove limits the rate of POST from this project\.$/);
});
