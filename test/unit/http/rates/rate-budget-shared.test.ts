import assert from "node:assert/strict";
import { test } from "node:test";
import { RateBudget } from "../../../../provider/http/rates/rate-budget.ts";
import { LeakyBucket } from "../../../../simulator/trove/rate-limiter.ts";
import { ManualClock } from "../../wait/manual-clock.ts";
import { observeRates, refusal } from "./budget-harness.ts";

/** Between 0 and 1, the same each time. */
function scatter(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test("processes that share a rate use all of it, and no request starves", async () => {
  const clock = new ManualClock();
  const random = scatter();
  const trove = new LeakyBucket("POST", 200);
  const wire = () => clock.sleep(5);
  let slowest = 0;

  /** Sends until it is taken; notes how long that was from its first sending. */
  const send = async (budget: RateBudget): Promise<void> => {
    const slot = budget.slot({ method: "POST", url: "http://cloud/x" });
    await slot?.wait();
    const first = clock.now();
    for (;;) {
      await wire();
      const delay = trove.take(clock.now() / 1000);
      await wire();
      if (delay === 0) break;
      slot?.refused(refusal(String(Math.ceil(delay))));
      await slot?.wait();
    }
    slowest = Math.max(slowest, clock.now() - first);
  };
  const work = async (startsAt: number): Promise<void> => {
    await clock.sleep(startsAt);
    const budget = new RateBudget({ clock, random });
    observeRates(budget)([{ verb: "POST", perMinute: 200, remaining: trove.remaining }]);
    await Promise.all(Array.from({ length: 300 }, () => send(budget)));
  };

  await clock.run(Promise.all([0, 1000, 2000, 3000].map(work)));
  const needed = ((4 * 300 - 200) * 60_000) / 200;
  assert.ok(clock.now() < needed + 10_000, `${clock.now()} ms for what needs ${needed} ms`);
  // The bound is 120 s.
  assert.ok(slowest < 30_000, `${slowest} ms`);
});
