import type { Bound } from "../bound.ts";
import type { Row } from "../table.ts";
import type { Census } from "./census.ts";
import type { Requests } from "./requests.ts";
import type { Run } from "./run-pulumi.ts";

/** A run of Pulumi on a cloud, with the comparison after it. */
export interface Report {
  readonly run: Run;
  readonly requests: Requests;
  readonly census: Census;
}

export function rowOf(what: string, { run, requests, census }: Report): Row {
  const { GET, POST, PUT, DELETE, refused, logins } = requests;
  const counts = { GET, POST, PUT, DELETE, logins, "413s": refused, failed: run.failures, orphans: census.orphans };
  const shown = Object.entries({ ...counts, duplicates: census.duplicates }).map(([name, count]) => [name, `${count}`]);
  return { what, figures: { wall: seconds(run.seconds), ...Object.fromEntries(shown), memory: mebibytes(run.memory) } };
}

/** The bounds of every run; `which` distinguishes the runs of a scenario. */
export function lossless({ run, census }: Report, which = ""): readonly Bound[] {
  const none = { "failed resources": run.failures, orphans: census.orphans, duplicates: census.duplicates };
  return Object.entries(none).map(([what, figure]) => ({ what: what + which, figure, most: 0 }));
}

export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

export function mebibytes(value: number | undefined): string {
  return value === undefined ? "-" : `${value.toFixed(0)} MiB`;
}
