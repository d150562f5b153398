import { inspect } from "node:util";
import { killPulumi } from "../support/processes.ts";
import { plannedIn } from "./fault-kinds.ts";
import { openStage } from "./harness.ts";
import { type Plan, planOf } from "./plan.ts";
import { play } from "./play.ts";

/** What a lane answers to a plan, or to the seed of one. */
export interface Outcome {
  /** `undefined`: the plan went well. */
  readonly failure: string | undefined;
  /** The kinds of all that the plan holds, and of what of it struck. */
  readonly planned: readonly string[];
  readonly struck: readonly string[];
}

// A process of its own for each lane: what is killed is then found among its descendants.
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
  const stage = await openStage(plan);
  const tooLong = setTimeout(() => {
    stage.note("-- the plan takes too long");
    killPulumi();
  }, LONGEST_MS);
  let failure: string | undefined;
  try {
    await play(stage, plan);
  } catch (error) {
    failure = [describe(error, plan, seed), stage.journal()].join("\n");
  } finally {
    clearTimeout(tooLong);
    await stage.close();
  }
  return { failure, planned: plannedIn(plan), struck: stage.struck };
}

/** The plan is told as a value of TypeScript: what a seed makes changes with the generators. */
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
