import type { CloudKind } from "../../test/support/cloud-options.ts";
import { rate, withCloud } from "../measure/cloud.ts";
import { idleResources } from "../measure/idle-resources.ts";
import { instances } from "../measure/instances.ts";
import { observe } from "../measure/observe.ts";
import { lossless, mebibytes, rowOf, seconds } from "../measure/report.ts";
import { runPulumi } from "../measure/run-pulumi.ts";
import { smallYoungGeneration } from "../measure/small-young-generation.ts";
import { withStack } from "../measure/stack.ts";
import type { Outcome } from "../scenario.ts";

const boot = 5;

/**
 * `up` of more instances than the rate limit allows at once. No script can do that either, so the reference is the time
 * in which the limit allows that many POSTs, plus the boot, plus the `up` of as many idle resources.
 *
 * @param env environment variables of both runs, besides the credentials.
 */
export async function upBeyondTheBudget(
  kind: CloudKind,
  { count, env = smallYoungGeneration }: { readonly count: number; readonly env?: Readonly<Record<string, string>> },
): Promise<Outcome> {
  const idle = await withStack(idleResources(count), env, (stack) => runPulumi(stack, "up", 100));
  const report = await withCloud(kind, boot, (cloud) =>
    withStack(instances(count), { ...cloud.env, ...env }, (stack) => observe(cloud, stack, "up", 100)),
  );
  const budget = (count - rate) / (rate / 60);
  const reference = budget + boot + idle.seconds;
  return {
    rows: [
      rowOf(`up of ${count}`, report),
      { what: "idle resources", figures: { wall: seconds(idle.seconds), memory: mebibytes(idle.memory) } },
      { what: `POST budget ${budget} s, boot ${boot} s, idle`, figures: { wall: seconds(reference) } },
    ],
    bounds: [
      { what: "instances that are not ACTIVE", figure: count - report.census.active, most: 0 },
      ...lossless(report),
      { what: "ratio to budget, boot and idle", figure: report.run.seconds / reference, most: 1.15 },
      { what: "ratio to the memory of idle", figure: (report.run.memory ?? NaN) / (idle.memory ?? NaN), most: 1.5 },
    ],
  };
}
