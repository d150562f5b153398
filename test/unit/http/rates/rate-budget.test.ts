import assert from "node:assert/strict";
import { test } from "node:test";
import { BudgetStage, refusal } from "./budget-harness.ts";

/** Milliseconds of a token at 200 a minute. */
const TOKEN = 300;

test("what remains but a tenth goes at once, then exactly so many a second as the server takes", async () => {
  const stage = new BudgetStage();
  stage.learn(200, 50);
  await stage.clock.run(stage.sendMany(40));
  const later = Array.from({ length: 10 }, (_, index) => (index + 1) * TOKEN);
  assert.deepEqual(stage.times, [...Array(30).fill(0), ...later]);
  assert.equal(stage.clock.sleepers, 0);
});

test("however long nothing was sent, a tenth is left to others", async () => {
  const stage = new BudgetStage();
  stage.learn(200);
  await stage.pass(3_600_000);
  const start = stage.clock.now();
  await stage.clock.run(stage.sendMany(181));
  assert.equal(stage.times.filter((at) => at === start).length, 180);
  assert.equal(stage.times.at(-1), start + TOKEN);
});

test("where less remains than is left to others, the first waits until there is more", async () => {
  const stage = new BudgetStage();
  stage.learn(200, 0);
  await stage.clock.run(stage.send("first"));
  assert.deepEqual(stage.times, [21 * TOKEN]);
});

test("a rate of one a minute lets one go a minute", async () => {
  const stage = new BudgetStage();
  stage.learn(1);
  await stage.clock.run(stage.sendMany(3));
  assert.deepEqual(stage.times, [0, 60_000, 120_000]);
});

test("requests go in the order in which they came, with one timer for all", async () => {
  const stage = new BudgetStage();
  stage.learn(200, 20);
  const all = stage.sendMany(500);
  await stage.settle();
  assert.equal(stage.clock.sleepers, 1);
  await stage.clock.run(all);
  assert.deepEqual(
    stage.sent.map(([name]) => name),
    Array.from({ length: 500 }, (_, index) => `POST ${index}`),
  );
});

test("each verb has its own budget, and PATCH needs none", async () => {
  const stage = new BudgetStage();
  stage.learn(200, 21);
  await stage.clock.run(Promise.all((["GET", "POST", "PUT", "DELETE"] as const).map((verb) => stage.send(verb, verb))));
  assert.deepEqual(stage.times, [0, 0, 0, 0]);
  assert.equal(stage.turn("PATCH"), undefined);
});

test("who is cancelled leaves at once, and those behind move up", async () => {
  const stage = new BudgetStage();
  stage.learn(200, 20);
  const cancel = new AbortController();
  const first = stage.send("first");
  const second = stage.send("second", "POST", cancel.signal);
  const third = stage.send("third");
  await stage.settle();
  cancel.abort(new Error("private"));
  await assert.rejects(second, {
    name: "CancelledError",
    message: "POST /x: cancelled. Run the same again to carry on.",
  });
  assert.equal(stage.clock.now(), 0);
  await stage.clock.run(Promise.all([first, third]));
  assert.deepEqual(stage.sent, [
    ["first", TOKEN],
    ["third", 2 * TOKEN],
  ]);
});

test("when all who wait are cancelled, no timer is left", async () => {
  const stage = new BudgetStage();
  stage.learn(200, 0);
  const cancel = new AbortController();
  const waiting = [stage.send("one", "POST", cancel.signal), stage.send("two", "POST", cancel.signal)];
  const outcomes = Promise.allSettled(waiting);
  await stage.settle();
  assert.equal(stage.clock.sleepers, 1);
  cancel.abort();
  assert.deepEqual(
    (await outcomes).map(({ status }) => status),
    ["rejected", "rejected"],
  );
  assert.equal(stage.clock.sleepers, 0);
  await assert.rejects(stage.send("late", "POST", cancel.signal), { code: "TROVE_CANCELLED" });
});

test("a refusal empties the budget, and who was refused goes before all others", async () => {
  const stage = new BudgetStage();
  stage.learn(200);
  const turn = stage.turn();
  await turn?.wait();
  assert.equal(turn?.refused(refusal("1")), TOKEN);
  const others = stage.sendMany(2);
  await stage.settle();
  const again = turn?.wait().then(() => stage.note("again"));
  await stage.clock.run(Promise.all([others, again]));
  assert.deepEqual(stage.sent, [
    ["again", TOKEN],
    ["POST 0", 2 * TOKEN],
    ["POST 1", 3 * TOKEN],
  ]);
});

test("many who are refused at once do not come back at once", async () => {
  const stage = new BudgetStage();
  stage.learn(200);
  const turns = Array.from({ length: 50 }, () => stage.turn());
  await Promise.all(turns.map((turn) => turn?.wait()));
  for (const turn of turns) turn?.refused(refusal("1"));
  const back = turns.map((turn, index) => turn?.wait().then(() => stage.note(String(index))));
  await stage.settle();
  assert.equal(stage.clock.sleepers, 1);
  await stage.clock.run(Promise.all(back));
  assert.deepEqual(
    stage.sent,
    turns.map((_, index) => [String(index), (index + 1) * TOKEN]),
  );
});

test("a Retry-After longer than any token takes is waited for", async () => {
  const stage = new BudgetStage();
  stage.learn(200);
  assert.equal(stage.turn()?.refused(refusal("30")), 30_000);
  await stage.clock.run(stage.sendMany(2));
  assert.deepEqual(stage.times, [30_000, 30_000 + TOKEN]);
});

test("turns are spread over a token's time, since somebody else may have the same rate, and none is lost by it", async () => {
  const stage = new BudgetStage(() => 0.5);
  stage.learn(200, 20);
  await stage.clock.run(stage.sendMany(100));
  assert.ok(stage.times.some((at) => at % TOKEN !== 0));
  const last = stage.times.at(-1) ?? 0;
  assert.ok(last >= 100 * TOKEN && last < 101 * TOKEN, `${last} ms`);
});

test("what was refused for another reason costs nothing", () => {
  const stage = new BudgetStage();
  stage.learn(200);
  assert.equal(stage.turn()?.refused(refusal()), undefined);
  assert.equal(stage.turn()?.refused(new Error("broken")), undefined);
});

test("that requests queue is said once, with how many and how long, and said again the next time", async () => {
  const stage = new BudgetStage();
  stage.learn(200, 20);
  await stage.clock.run(stage.sendMany(313));
  assert.deepEqual(stage.said, ["313 requests wait about 94 s: Trove takes 200 POST a minute from this project."]);
  await stage.pass(3000);
  await stage.clock.run(stage.sendMany(20));
  assert.equal(stage.said.length, 1, "3 s are not worth a word");
  await stage.clock.run(stage.sendMany(40));
  assert.equal(stage.said.length, 2);
});

test("a queue that is never long but does not end is told of too", async () => {
  const stage = new BudgetStage();
  stage.learn(200, 20);
  const lane = async () => {
    for (let times = 0; times < 10; times += 1) await stage.send("create");
  };
  await stage.clock.run(Promise.all([lane(), lane(), lane()]));
  assert.equal(stage.said.length, 1);
  assert.match(
    stage.said[0] ?? "",
    /^[23] requests? waits? about 1 s: Trove takes 200 POST a minute from this project\.$/,
  );
});
