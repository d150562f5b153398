import type { ChangeKind, Failure, Impact, PropertyChange } from "./resource.ts";

export function propertyChange(path: string, kind: ChangeKind, impact: Impact, reason: string): PropertyChange {
  return { path, kind, impact, reason };
}

/** The failures of a check as refusals in a diff or an update. */
export function toRefusals(failures: readonly Failure[]): PropertyChange[] {
  return failures.map(({ path, reason }) => propertyChange(path, "refuse", "none", `${reason}.`));
}
