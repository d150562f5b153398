import type { CloudKind } from "../../test/support/cloud-options.ts";
import { watchActive } from "../measure/active-times.ts";
import { withCloud } from "../measure/cloud.ts";
import { instances } from "../measure/instances.ts";
import { observe } from "../measure/observe.ts";
import { lossless, seconds } from "../measure/report.ts";
import { withStack } from "../measure/stack.ts";
import type { Outcome } from "../scenario.ts";

const boot = 30;

/**
 * The time from ACTIVE at the server until the engine reports the resource as done: the provider's poll interval, its
 * last read, and the engine's overhead.
 */
export async function seen(kind: CloudKind, count: number): Promise<Outcome> {
  const { report, activeAt } = await withCloud(kind, boot, (cloud) =>
    withStack(instances(count), cloud.env, async (stack) => {
      const watch = watchActive(cloud, boot);
      try {
        return { report: await observe(cloud, stack, "up", 100), activeAt: await watch.times() };
      } finally {
        watch.stop();
      }
    }),
  );
  const delays = [...report.run.doneAt]
    .map(([id, doneAt]) => (doneAt - (activeAt.get(id) ?? Number.NaN)) / 1000)
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b);
  const median = delays[Math.floor(delays.length / 2)] ?? Number.NaN;
  const worst = delays.at(-1) ?? Number.NaN;
  return {
    rows: [
      {
        what: `from ACTIVE to done, ${delays.length} instances${kind === "real" ? ", at most" : ""}`,
        figures: { median: seconds(median), worst: seconds(worst) },
      },
    ],
    bounds: [
      ...lossless(report),
      { what: "instances that were not reported as done", figure: count - delays.length, most: 0 },
      { what: "median, in seconds", figure: median, most: 1.5 },
    ],
  };
}
