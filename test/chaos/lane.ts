import { killPulumi } from "../support/processes.ts";
import { planOf } from "./plan.ts";
import { play } from "./play.ts";
import { openStage } from "./stage.ts";

/** What a lane answers to the seed of a plan. */
export interface Outcome {
  readonly seed: number;
  /** `undefined`: the plan went well. */
  readonly failure: string | undefined;
}

// A process of its own for each lane: what is killed is then found among its descendants.
process.on("message", async (seed: number) => {
  process.send?.({ seed, failure: await failureOf(seed) } satisfies Outcome);
});

// What it started ends with it, also when the test itself is cut short.
process.on("disconnect", () => {
  killPulumi();
  process.exit();
});

/** A plan that takes longer waits for something that does not come; its `up` is ended, and fails. */
const LONGEST_MS = 600_000;

async function failureOf(seed: number): Promise<string | undefined> {
  const plan = planOf(seed);
  const stage = await openStage(plan);
  const tooLong = setTimeout(() => {
    stage.note("-- the plan takes too long");
    killPulumi();
  }, LONGEST_MS);
  try {
    await play(stage, plan);
    return undefined;
  } catch (error) {
    return [
      `Plan ${seed}: ${error instanceof Error ? error.message : error}`,
      `Replay: CHAOS_SEED=${seed} CHAOS_PLANS=1 node --test test/chaos/plans.test.ts`,
      JSON.stringify(plan, undefined, 2),
      stage.journal(),
    ].join("\n");
  } finally {
    clearTimeout(tooLong);
    await stage.close();
  }
}
