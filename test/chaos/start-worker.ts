import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { once } from "node:events";
import type { TestContext } from "node:test";
import { type EngineHost, engineHost } from "../support/engine-host.ts";
import type { Plan } from "./plan.ts";
import type { Outcome } from "./worker.ts";

/** A process that runs plans in turn. */
export interface Worker {
  /** @param asked a plan or its seed. */
  play(asked: Plan | number): Promise<Outcome>;
}

/**
 * Starts a worker that ends with the test, together with its children.
 *
 * @param host what runs the provider
 */
export function startWorker(t: TestContext, host: EngineHost = engineHost): Worker {
  // Not JSON, which drops properties that are undefined.
  const options: ForkOptions = { serialization: "advanced", env: { ...process.env, ENGINE_HOST: host } };
  const worker = fork(new URL("worker.ts", import.meta.url), options);
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
