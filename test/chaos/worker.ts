import { inspect } from "node:util";
import { killPulumi } from "../support/processes.ts";
import { plannedIn } from "./fault-kinds.ts";
import { openHarness } from "./harness.ts";
import { type Plan, planOf } from "./plan.ts";
import { play } from "./play.ts";

/** What a worker answers to a plan, or to the seed of one. */
export interface Outcome {
  /** `undefined`: the plan went well. */
  readonly failure: string | undefined;
  /** The kinds of all that the plan holds, and of what of it struck. */
  readonly planned: readonly string[];
  readonly struck: readonly string[];
}

// A process of its own for each worker: what is killed is then found among its descendants.
process.on("message", async (asked: Plan | number) => {
  process.send?.(
    (typeof asked === "number" ? await outcomeOf(planOf(asked), asked) : await outcomeOf(asked)) satisfies Outcome,
  );
});

// What it started ends with it, also when the test itself is cut short.
process.on("disconnect", () => {
  killPulumi();
  process.exit();
});

/** A plan that takes longer waits for something that does not come; its `up` is ended, and fails. */
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

/** Prints the plan as a value of TypeScript: what a seed makes changes with the generators. */
function describe(error: unknown, plan: Plan, seed: number | undefined): string {
  const message = error instanceof Error ? error.message : error;
  const value = inspect(plan, { depth: null, breakLength: 120, maxArrayLength: null, maxStringLength: null });
  return [
    `${seed === undefined ? "The plan" : `Plan ${seed}`}: ${message}`,
    ...(seed === undefined ? [] : [`Replay: CHAOS_SEED=${seed} CHAOS_PLANS=1 node --test test/chaos/plans.test.ts`]),
    "To keep it, play this in a file of test/regressions/:",
    `const PLAN: Plan = ${value};`,
  ].join("\n");
}
