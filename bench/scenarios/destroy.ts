import type { CloudKind } from "../../test/support/cloud-options.ts";
import { instances } from "../measure/instances.ts";
import { observe } from "../measure/observe.ts";
import { onPrepared } from "../measure/prepare.ts";
import { lossless, rowOf } from "../measure/report.ts";
import type { Outcome } from "../scenario.ts";

/** `destroy` of all instances. Those that remain in the cloud are orphans. */
export async function destroy(kind: CloudKind, count: number): Promise<Outcome> {
  const report = await onPrepared(kind, instances(count), (cloud, stack) => observe(cloud, stack, "destroy", 100));
  return { rows: [rowOf(`destroy of ${count}`, report)], bounds: lossless(report) };
}
