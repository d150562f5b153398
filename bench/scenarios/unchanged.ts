import type { CloudKind } from "../../test/support/cloud-options.ts";
import { instances } from "../measure/instances.ts";
import { observe } from "../measure/observe.ts";
import { onPrepared } from "../measure/prepare.ts";
import { lossless, rowOf } from "../measure/report.ts";
import type { Outcome } from "../scenario.ts";

/** An `up` of a program that the cloud already matches. */
export async function unchanged(kind: CloudKind, count: number): Promise<Outcome> {
  const report = await onPrepared(kind, instances(count), (cloud, stack) => observe(cloud, stack, "up", 100));
  return {
    rows: [rowOf(`up that changes none of ${count}`, report)],
    bounds: [...lossless(report), { what: "changed resources", figure: report.run.changes, most: 0 }],
  };
}
