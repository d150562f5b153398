import type { Failure, Impact, Kind, Row } from "./resource.ts";

export function row(path: string, kind: Kind, impact: Impact, reason: string): Row {
  return { path, kind, impact, reason };
}

/** The failures of a check as refusals in a diff or an update. */
export function refuseRows(failures: readonly Failure[]): Row[] {
  return failures.map(({ path, reason }) => row(path, "refuse", "none", `${reason}.`));
}
