import assert from "node:assert/strict";
import { test } from "node:test";
import { BudgetHarness, refusal } from "./budget-harness.ts";

/** Milliseconds of a token at 200 a minute. */
const TOKEN = 300;

test("sends all tokens but a tenth at once, then exactly at the server's rate", async () => {
  const harness = new BudgetHarness();
  harness.learn(200, 50);
  await harness.clock.run(harness.sendMany(40));
  const later = Array.from({ length: 10 }, (_, index) => (index + 1) * TOKEN);
  assert.deepEqual(harness.times, [...Array(30).fill(0), ...later]);
  assert.equal(harness.clock.sleepers, 0);
});

test("however long nothing was sent, a tenth is left to others", async () => {
  const harness = new BudgetHarness();
  harness.learn(200);
  await harness.pass(3_600_000);
  const start = harness.clock.now();
  await harness.clock.run(harness.sendMany(181));
  assert.equal(harness.times.filter((at) => at === start).length, 180);
  assert.equal(harness.times.at(-1), start + TOKEN);
});

test("where less remains than is left to others, the first waits until there is more", async () => {
  const harness = new BudgetHarness();
  harness.learn(200, 0);
  await harness.clock.run(harness.send("first"));
  assert.deepEqual(harness.times, [21 * TOKEN]);
});

test("a rate of one a minute lets one go a minute", async () => {
  const harness = new BudgetHarness();
  harness.learn(1);
  await harness.clock.run(harness.sendMany(3));
  assert.deepEqual(harness.times, [0, 60_000, 120_000]);
});

test("requests go in the order in which they came, with one timer for all", async () => {
  const harness = new BudgetHarness();
  harness.learn(200, 20);
  const all = harness.sendMany(500);
  await harness.settle();
  assert.equal(harness.clock.sleepers, 1);
  await harness.clock.run(all);
  assert.deepEqual(
    harness.sent.map(([name]) => name),
    Array.from({ length: 500 }, (_, index) => `POST ${index}`),
  );
});

test("each verb has its own budget, and PATCH needs none", async () => {
  const harness = new BudgetHarness();
  harness.learn(200, 21);
  await harness.clock.run(
    Promise.all((["GET", "POST", "PUT", "DELETE"] as const).map((verb) => harness.send(verb, verb))),
  );
  assert.deepEqual(harness.times, [0, 0, 0, 0]);
  assert.equal(harness.slot("PATCH"), undefined);
});

test("who is cancelled leaves at once, and those behind move up", async () => {
  const harness = new BudgetHarness();
  harness.learn(200, 20);
  const cancel = new AbortController();
  const first = harness.send("first");
  const second = harness.send("second", "POST", cancel.signal);
  const third = harness.send("third");
  await harness.settle();
  cancel.abort(new Error("private"));
  await assert.rejects(second, {
    name: "CancelledError",
    message: "POST /x: cancelled. Run the same command again to continue.",
  });
  assert.equal(harness.clock.now(), 0);
  await harness.clock.run(Promise.all([first, third]));
  assert.deepEqual(harness.sent, [
    ["first", TOKEN],
    ["third", 2 * TOKEN],
  ]);
});

test("when all who wait are cancelled, no timer is left", async () => {
  const harness = new BudgetHarness();
  harness.learn(200, 0);
  const cancel = new AbortController();
  const waiting = [harness.send("one", "POST", cancel.signal), harness.send("two", "POST", cancel.signal)];
  const outcomes = Promise.allSettled(waiting);
  await harness.settle();
  assert.equal(harness.clock.sleepers, 1);
  cancel.abort();
  assert.deepEqual(
    (await outcomes).map(({ status }) => status),
    ["rejected", "rejected"],
  );
  assert.equal(harness.clock.sleepers, 0);
  await assert.rejects(harness.send("late", "POST", cancel.signal), { code: "TROVE_CANCELLED" });
});

test("a refusal empties the budget, and who was refused goes before all others", async () => {
  const harness = new BudgetHarness();
  harness.learn(200);
  const slot = harness.slot();
  await slot?.wait();
  assert.equal(slot?.refused(refusal("1")), TOKEN);
  const others = harness.sendMany(2);
  await harness.settle();
  const again = slot?.wait().then(() => harness.note("again"));
  await harness.clock.run(Promise.all([others, again]));
  assert.deepEqual(harness.sent, [
    ["again", TOKEN],
    ["POST 0", 2 * TOKEN],
    ["POST 1", 3 * TOKEN],
  ]);
});

test("many who are refused at once do not come back at once", async () => {
  const harness = new BudgetHarness();
  harness.learn(200);
  const slots = Array.from({ length: 50 }, () => harness.slot());
  await Promise.all(slots.map((slot) => slot?.wait()));
  for (const slot of slots) slot?.refused(refusal("1"));
  const back = slots.map((slot, index) => slot?.wait().then(() => harness.note(String(index))));
  await harness.settle();
  assert.equal(harness.clock.sleepers, 1);
  await harness.clock.run(Promise.all(back));
  assert.deepEqual(
    harness.sent,
    slots.map((_, index) => [String(index), (index + 1) * TOKEN]),
  );
});

test("a Retry-After longer than any token takes is waited for", async () => {
  const harness = new BudgetHarness();
  harness.learn(200);
  assert.equal(harness.slot()?.refused(refusal("30")), 30_000);
  await harness.clock.run(harness.sendMany(2));
  assert.deepEqual(harness.times, [30_000, 30_000 + TOKEN]);
});

test("spreads requests over a token's time without losing throughput", async () => {
  const harness = new BudgetHarness(() => 0.5);
  harness.learn(200, 20);
  await harness.clock.run(harness.sendMany(100));
  assert.ok(harness.times.some((at) => at % TOKEN !== 0));
  const last = harness.times.at(-1) ?? 0;
  assert.ok(last >= 100 * TOKEN && last < 101 * TOKEN, `${last} ms`);
});

test("what was refused for another reason costs nothing", () => {
  const harness = new BudgetHarness();
  harness.learn(200);
  assert.equal(harness.slot()?.refused(refusal()), undefined);
  assert.equal(harness.slot()?.refused(new Error("broken")), undefined);
});

test("logs once per queue how many requests wait and for how long", async () => {
  const harness = new BudgetHarness();
  harness.learn(200, 20);
  await harness.clock.run(harness.sendMany(313));
  assert.deepEqual(harness.infos, [
    "313 requests wait about 94 s: Trove accepts 200 POST requests per minute from this project.",
  ]);
  await harness.pass(3000);
  await harness.clock.run(harness.sendMany(20));
  assert.equal(harness.infos.length, 1, "3 s are not worth a word");
  await harness.clock.run(harness.sendMany(40));
  assert.equal(harness.infos.length, 2);
});

test("reports a queue that is never long but does not end", async () => {
  const harness = new BudgetHarness();
  harness.learn(200, 20);
  const worker = async () => {
    for (let times = 0; times < 10; times += 1) await harness.send("create");
  };
  await harness.clock.run(Promise.all([worker(), worker(), worker()]));
  assert.equal(harness.infos.length, 1);
  assert.match(
    harness.infos[0] ?? "",
    /^[23] requests? waits? about 1 s: Trove accepts 200 POST requests per minute from this project\.$/,
  );
});
