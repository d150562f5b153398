import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plan } from "../chaos/plan.ts";
import { startWorker } from "../chaos/start-worker.ts";

/** The instance starts without its databases, so the create adds them; the responses to that are lost. */
const PLAN: Plan = {
  skewHours: 0,
  rate: 100_000,
  guestLag: 0.3,
  resumes: true,
  ups: [
    {
      instances: 1,
      edits: [
        { instance: 0, what: { kind: "name", name: "CONTENTS_ERROR" } },
        { instance: 0, what: { kind: "database", name: "app", declared: true } },
      ],
      faults: [{ method: "POST", path: "/databases$", times: 4, effect: { type: "reset", when: "after" } }],
      interruption: undefined,
    },
  ],
};

test("creates a database once although the answers are lost", async (t) => {
  const { failure, struck } = await startWorker(t).play(PLAN);
  if (failure !== undefined) assert.fail(failure);
  assert.deepEqual(struck, ["reset after another POST"]);
});
