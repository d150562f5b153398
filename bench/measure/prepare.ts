import { setTimeout as sleep } from "node:timers/promises";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { CloudKind } from "../../test/support/cloud-options.ts";
import type { TestStack } from "../../test/support/engine.ts";
import { type BenchCloud, rate, withCloud } from "./cloud.ts";
import { withStack } from "./stack.ts";

/** Seconds. Short, because the preparation is not measured. */
const boot = 0.5;
const patienceMs = 120_000;

/** Runs an unmeasured `up`, waits until the rate limit has recovered, then calls `work`. */
export function onPrepared<T>(
  kind: CloudKind,
  program: PulumiFn,
  work: (cloud: BenchCloud, stack: TestStack) => Promise<T>,
): Promise<T> {
  return withCloud(kind, boot, (cloud) =>
    withStack(program, cloud.env, async (stack) => {
      await stack.stack.up({ parallel: 100 });
      await quiet(cloud);
      return work(cloud, stack);
    }),
  );
}

/** Waits until 95 % of the GET budget is available. The other methods use less of theirs. */
export async function quiet({ api }: BenchCloud): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const { status, body } = await api.get<{ limits: { verb: string; remaining?: number }[] }>("/limits");
    const left = status === 200 ? (body.limits.find(({ verb }) => verb === "GET")?.remaining ?? 0) : 0;
    if (left >= rate * 0.95) return;
    if (Date.now() > until) throw new Error(`The rate limit has ${left} of ${rate} GETs left after two minutes.`);
    await sleep(2000);
  }
}
