import { inspect } from "node:util";
import { engineHost } from "../support/engine-host.ts";
import { killPulumi } from "../support/processes.ts";
import { plannedIn } from "./fault-kinds.ts";
import { openHarness } from "./harness.ts";
import { type Plan, planOf } from "./plan.ts";
import { play } from "./play.ts";

/** A worker's result for a plan. */
export interface Outcome {
  /** `undefined` if the plan passed. */
  readonly failure: string | undefined;
  /** The kinds of faults in the plan, and of those that occurred. */
  readonly planned: readonly string[];
  readonly struck: readonly string[];
}

// Each worker is a process, so that it can find the processes to kill among its children.
process.on("message", async (asked: Plan | number) => {
  process.send?.(
    (typeof asked === "number" ? await outcomeOf(planOf(asked), asked) : await outcomeOf(asked)) satisfies Outcome,
  );
});

// Kills its children at its end, also if the test is interrupted.
process.on("disconnect", () => {
  killPulumi();
  process.exit();
});

/** A plan that takes longer hangs. Its `up` is killed and fails. */
const LONGEST_MS = 600_000;

async function outcomeOf(plan: Plan, seed?: number): Promise<Outcome> {
  const harness = await openHarness(plan);
  const tooLong = setTimeout(() => {
    harness.note("-- the plan takes too long");
    killPulumi();
  }, LONGEST_MS);
  let failure: string | undefined;
  try {
    await play(harness, plan);
  } catch (error) {
    failure = [describe(error, plan, seed), harness.journal()].join("\n");
  } finally {
    clearTimeout(tooLong);
    await harness.close();
  }
  return { failure, planned: plannedIn(plan), struck: harness.struck };
}

/** Prints the plan as TypeScript: the plan of a seed changes if the generators change. */
function describe(error: unknown, plan: Plan, seed: number | undefined): string {
  const message = error instanceof Error ? error.message : error;
  const value = inspect(plan, { depth: null, breakLength: 120, maxArrayLength: null, maxStringLength: null });
  return [
    `${seed === undefined ? "The plan" : `Plan ${seed}`}: ${message}`,
    ...(seed === undefined
      ? []
      : [`Replay: ENGINE_HOST=${engineHost} CHAOS_SEED=${seed} CHAOS_PLANS=1 node --test test/chaos/plans.test.ts`]),
    "To keep it, play this in a file of test/regressions/:",
    `const PLAN: Plan = ${value};`,
  ].join("\n");
}
