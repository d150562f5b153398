import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../../provider/core/clock.ts";
import { deadlineIn } from "../../../provider/wait/deadline.ts";
import { waitFor } from "../../../provider/wait/wait-for.ts";
import { WaitTimeoutError } from "../../../provider/wait/wait-timeout-error.ts";

const HOUR_MS = 3_600_000;
/** From the first that Node's timers do not take, 596.5 hours, on. */
const BUDGETS = [597 * HOUR_MS, 2_562_047 * HOUR_MS, Number.MAX_VALUE, Number.POSITIVE_INFINITY];

for (const budget of BUDGETS) {
  test(`waits until the condition holds with a timeout of ${budget} ms`, async () => {
    let looks = 0;
    const seen = await waitFor({
      what: "x",
      // Longer than the 1 ms that a timer makes of such a budget, and than the second that each look has.
      observe: () => systemClock.sleep(1200).then(() => ++looks),
      status: String,
      until: (count) => count === 2,
      deadline: deadlineIn(systemClock, budget),
      clock: systemClock,
      pace: { next: () => 1, restart: () => {} },
    });
    assert.equal(seen, 2);
  });

  test(`formats a timeout error for ${budget} ms`, () => {
    assert.match(new WaitTimeoutError("x", deadlineIn(systemClock, budget), []).message, /^Waiting for x took longer/);
  });
}
