import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { TestContext } from "node:test";
import type { Plan } from "./plan.ts";
import type { Outcome } from "./worker.ts";

/** A process of its own that plays one plan after another. */
export interface Worker {
  /** @param asked a plan, or the seed of one. */
  play(asked: Plan | number): Promise<Outcome>;
}

/** Starts a worker that ends, with all that it started, when the test does. */
export function startWorker(t: TestContext): Worker {
  // JSON would leave out what a plan says is undefined.
  const worker = fork(new URL("worker.ts", import.meta.url), { serialization: "advanced" });
  t.after(() => worker.connected && worker.disconnect());
  return { play: (asked) => playIn(worker, asked) };
}

async function playIn(worker: ChildProcess, asked: Plan | number): Promise<Outcome> {
  const over = new AbortController();
  const exit = once(worker, "exit", over).then(([code, signal]) => {
    throw new Error(`${typeof asked === "number" ? `plan ${asked}` : "the plan"} ended its worker (${signal ?? code})`);
  });
  const answer = once(worker, "message", over);
  worker.send(asked);
  try {
    const [outcome] = (await Promise.race([answer, exit])) as [Outcome];
    return outcome;
  } finally {
    over.abort();
  }
}
