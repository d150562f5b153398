import type { CloudKind } from "../../test/support/cloud-options.ts";
import { instances, plain, type Recipe } from "../measure/instances.ts";
import { observe } from "../measure/observe.ts";
import { onPrepared, quiet } from "../measure/prepare.ts";
import { lossless, rowOf } from "../measure/report.ts";
import type { Outcome } from "../scenario.ts";

interface Reading {
  readonly count: number;
  /** @default plain */
  readonly recipe?: Recipe;
  /** The upper bound of requests to Trove. @default no bound */
  readonly most?: number;
}

/** `refresh` of all instances in one process: at --parallel 100, and with Pulumi's default. */
export async function refresh(kind: CloudKind, { count, recipe = plain, most }: Reading): Promise<Outcome> {
  const reports = await onPrepared(kind, instances(count, recipe), async (cloud, stack) => {
    const many = await observe(cloud, stack, "refresh", 100);
    await quiet(cloud);
    return { "--parallel 100": many, "by default": await observe(cloud, stack, "refresh", undefined) };
  });
  return {
    rows: Object.entries(reports).map(([how, report]) => rowOf(`refresh of ${count}, ${how}`, report)),
    bounds: Object.entries(reports).flatMap(([how, report]) => [
      ...lossless(report, `, ${how}`),
      { what: `false drift, ${how}`, figure: report.run.changes, most: 0 },
      ...(most === undefined ? [] : [{ what: `requests to Trove, ${how}`, figure: report.requests.all, most }]),
    ]),
  };
}
