import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../../../provider/core/clock.ts";
import { createHttp } from "../../../../provider/http/create-http.ts";
import { RateBudget } from "../../../../provider/http/rates/rate-budget.ts";
import { json, serve } from "../serve.ts";
import { observeRates } from "./budget-harness.ts";
import { jumpingClock } from "./jumping-clock.ts";

const userAgent = "test";

/** An http on a clock that jumps, with a budget of 60 a minute of which nothing remains but what is left to others. */
function budgeted(retry: { attempts?: number; totalMs?: number } = {}, perMinute = 60) {
  const clock = jumpingClock();
  const budget = new RateBudget({ clock, random: () => 0 });
  const http = createHttp({ clock, userAgent, budget, retry: { random: () => 0, ...retry } });
  const rates = ["GET", "POST"].map((verb) => ({ verb, perMinute, remaining: perMinute / 10 }));
  return { clock, budget, http, spend: () => observeRates(budget)(rates), start: clock.now() };
}

test("the time that a request queues is not of its own bound", async (t) => {
  const server = await serve(t, (_, response, count) => json(response, count < 3 ? 503 : 200, { count }));
  const { http, clock, spend, start } = budgeted({ totalMs: 10_000 }, 2);
  spend();
  const answer = await http.request({ method: "GET", url: server.url });
  assert.deepEqual(answer.body, { count: 3 });
  assert.equal(clock.now() - start, 90_000);
});

test("being refused for the rate counts as no attempt", async (t) => {
  const server = await serve(t, (_, response, count) =>
    count <= 50 ? json(response, 413, {}, { "retry-after": "1" }) : json(response, 200, { count }),
  );
  const { http, clock, spend, start } = budgeted({ attempts: 1 });
  spend();
  const answer = await http.request({ method: "POST", url: server.url, json: {} });
  assert.deepEqual(answer.body, { count: 51 });
  assert.equal(clock.now() - start, 51_000);
});

test("a request that is always refused ends at its time limit", async (t) => {
  const server = await serve(t, (_, response) => json(response, 413, {}, { "retry-after": "1" }));
  const { http, clock, spend, start } = budgeted({ totalMs: 20_000 });
  await clock.sleep(1);
  spend();
  await assert.rejects(http.request({ method: "POST", url: server.url, json: {} }), {
    status: 413,
    retryAfterMs: 1000,
  });
  assert.equal(clock.now() - start, 21_001);
  assert.equal(server.requests.length, 21);
});

test("a quota 413 fails at once and does not slow down rate-limited requests", async (t) => {
  const server = await serve(t, ({ body }, response, count) => {
    if (body === '"large"') json(response, 413, {});
    else if (count === 1) json(response, 413, {}, { "retry-after": "1" });
    else json(response, 200, {});
  });
  const { http, clock, start } = budgeted();
  const post = (what: string) => http.request({ method: "POST", url: server.url, json: what });
  await post("small");
  const elapsed = clock.now() - start;
  await assert.rejects(post("large"), { status: 413, retryAfterMs: undefined });
  await post("small");
  assert.deepEqual([elapsed, clock.now() - start], [1000, 3000]);
});

test("PATCH is repeated as without a budget", async (t) => {
  const server = await serve(t, (_, response, count) =>
    count === 1 ? json(response, 413, {}, { "retry-after": "20" }) : json(response, 200, {}),
  );
  const { http, clock } = budgeted();
  await http.request({ method: "PATCH", url: server.url, json: {} });
  assert.deepEqual(clock.slept, [20_000]);
});

test("a POST that only queues is cancelled at once, and is not sent", async (t) => {
  const server = await serve(t, (_, response) => json(response, 200, {}));
  const budget = new RateBudget({ clock: systemClock });
  observeRates(budget)([{ verb: "POST", perMinute: 1, remaining: 0 }]);
  const http = createHttp({ clock: systemClock, userAgent, budget });
  const cancel = new AbortController();
  const request = http.request({ method: "POST", url: `${server.url}/x`, json: {}, signal: cancel.signal });
  setImmediate(() => cancel.abort());
  await assert.rejects(request, {
    code: "TROVE_CANCELLED",
    message: "POST /x: cancelled. Run the same command again to continue.",
  });
  assert.equal(server.requests.length, 0);
});

test("what an answer tells of the rates counts from then on", async (t) => {
  const server = await serve(t, (_, response) => json(response, 200, { left: 61 }));
  const { http, clock, start } = budgeted();
  const parseRates = () => [{ verb: "GET", perMinute: 600, remaining: 61 }];
  await http.request({ method: "GET", url: server.url, parseRates });
  await http.request({ method: "GET", url: server.url });
  assert.equal(clock.now(), start);
  await http.request({ method: "GET", url: server.url });
  assert.equal(clock.now() - start, 100);
});
