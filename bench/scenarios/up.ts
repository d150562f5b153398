import type { CloudKind } from "../../test/support/cloud-options.ts";
import { withCloud } from "../measure/cloud.ts";
import { measureFloor } from "../measure/floor.ts";
import { instances, plain, type Recipe } from "../measure/instances.ts";
import { observe } from "../measure/observe.ts";
import { lossless, rowOf, seconds } from "../measure/report.ts";
import { withStack } from "../measure/stack.ts";
import type { Outcome } from "../scenario.ts";

interface Creation {
  readonly count: number;
  /** Seconds. */
  readonly boot: number;
  /** @default plain */
  readonly recipe?: Recipe;
  /** Whether the bounds on wall time and requests for 100 plain instances apply. */
  readonly bounded?: boolean;
}

/** `up` of new instances, compared with a plain script that does the same on another new cloud. */
export async function up(kind: CloudKind, { count, boot, recipe = plain, bounded }: Creation): Promise<Outcome> {
  const floor = await withCloud(kind, boot, (cloud) => measureFloor(cloud, count, recipe.body));
  const report = await withCloud(kind, boot, (cloud) =>
    withStack(instances(count, recipe), cloud.env, (stack) => observe(cloud, stack, "up", 100)),
  );
  const ratio = report.run.seconds / floor;
  const row = rowOf(`up of ${count}`, report);
  return {
    rows: [
      { ...row, figures: { ...row.figures, "ratio to the floor": ratio.toFixed(2) } },
      { what: "a plain script, the floor", figures: { wall: seconds(floor) } },
    ],
    bounds: [
      { what: "instances that are not ACTIVE", figure: count - report.census.active, most: 0 },
      ...lossless(report),
      ...(bounded
        ? [
            { what: "ratio to the floor", figure: ratio, most: 1.15 },
            { what: "requests to Trove", figure: report.requests.all, most: 200 },
            { what: "answers 413", figure: report.requests.refused, most: 0 },
          ]
        : []),
    ],
  };
}
