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
 * From the moment in which an instance is ACTIVE at the server to that in which the engine says that its resource is
 * done: the provider's wait, its last look, and the engine's own share.
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
        what: `from ACTIVE to seen, ${delays.length} instances${kind === "real" ? ", at most" : ""}`,
        figures: { median: seconds(median), worst: seconds(worst) },
      },
    ],
    bounds: [
      ...lossless(report),
      { what: "instances that were not seen", figure: count - delays.length, most: 0 },
      { what: "median of seconds", figure: median, most: 1.5 },
    ],
  };
}
