import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { TestContext } from "node:test";
import type { Plan } from "./plan.ts";
import type { Outcome } from "./worker.ts";

/** A process of its own that plays one plan after another. */
export interface Lane {
  /** @param asked a plan, or the seed of one. */
  play(asked: Plan | number): Promise<Outcome>;
}

/** Starts a lane that ends, with all that it started, when the test does. */
export function startLane(t: TestContext): Lane {
  // JSON would leave out what a plan says is undefined.
  const lane = fork(new URL("lane.ts", import.meta.url), { serialization: "advanced" });
  t.after(() => lane.connected && lane.disconnect());
  return { play: (asked) => playIn(lane, asked) };
}

async function playIn(lane: ChildProcess, asked: Plan | number): Promise<Outcome> {
  const over = new AbortController();
  const exit = once(lane, "exit", over).then(([code, signal]) => {
    throw new Error(`${typeof asked === "number" ? `plan ${asked}` : "the plan"} ended its lane (${signal ?? code})`);
  });
  const answer = once(lane, "message", over);
  lane.send(asked);
  try {
    const [outcome] = (await Promise.race([answer, exit])) as [Outcome];
    return outcome;
  } finally {
    over.abort();
  }
}
