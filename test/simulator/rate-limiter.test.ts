import assert from "node:assert/strict";
import { test } from "node:test";
import { RateLimiter } from "../../simulator/trove/rate-limiter.ts";
import { startClient } from "./client.ts";

function burst(limiter: RateLimiter, verb = "GET"): number {
  let passed = 0;
  while (limiter.check("demo", verb) === undefined) passed += 1;
  return passed;
}

test("accepts a minute's requests at once, then one as the bucket leaks", () => {
  let now = 1000;
  const limiter = new RateLimiter(200, () => now);
  assert.equal(burst(limiter), 200);
  now += 0.31;
  assert.equal(burst(limiter), 1);
  now += 30;
  assert.equal(burst(limiter), 100);
});

test("a refused request costs nothing and returns the time to wait", () => {
  let now = 1000;
  const limiter = new RateLimiter(60, () => now);
  burst(limiter);
  for (let refused = 0; refused < 10; refused++) assert.equal(limiter.check("demo", "GET")?.delay, 1);
  now += 1.001;
  assert.equal(burst(limiter), 1);
});

test("each method and project has its own bucket; PATCH has none", () => {
  const limiter = new RateLimiter(5, () => 1000);
  assert.equal(burst(limiter), 5);
  assert.equal(burst(limiter, "POST"), 5);
  assert.equal(limiter.check("other", "GET"), undefined);
  for (let times = 0; times < 100; times++) assert.equal(limiter.check("demo", "PATCH"), undefined);
});

test("over HTTP the limit is 413 with Retry-After, and unknown paths count too", async () => {
  await using client = await startClient({ rate: 3 });
  await client.send("GET", "/nothing");
  const limits = (await client.send("GET", "/limits")).body.limits;
  const get = limits.find(({ verb }: { verb: string }) => verb === "GET");
  assert.deepEqual([get.value, get.remaining, get.unit, get.uri], [3, 1, "MINUTE", "*"]);
  await client.send("GET", "/limits");
  const refused = await client.send("GET", "/limits");
  assert.equal(refused.status, 413);
  const retryAfter = refused.headers.get("retry-after");
  assert.match(retryAfter ?? "", /^(20|1[0-9])$/);
  assert.deepEqual(refused.body, {
    overLimit: {
      code: 413,
      message: "This request was rate-limited.",
      details: "Only 3 GET request(s) can be made to * every minute.",
      retryAfter,
    },
  });
  assert.equal((await client.send("DELETE", "/instances/none")).status, 404);
});
