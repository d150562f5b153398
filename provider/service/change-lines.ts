import type { Log } from "../core/log.ts";
import type { Hidden } from "../hosts/dynamic/hidden-inputs.ts";
import { formatPath } from "../resources/property-path.ts";
import type { Impact, PropertyChange } from "../resources/resource.ts";

const IMPACT: Readonly<Record<Impact, string>> = {
  none: "without interruption",
  possibleRestart: "the database is restarted if Trove requires it",
  restart: "the database is restarted",
  offline: "the database is down meanwhile",
  dataLoss: "data is lost",
};

/**
 * Shows in a preview each change, from what to what, and its impact.
 *
 * @param hidden the hidden inputs of the state and the program: values that either marks as secret are left out.
 */
export function logChanges(rows: readonly PropertyChange[], log: Log, ...hidden: readonly Hidden[]): void {
  const secrets = hidden.flatMap(({ __secrets = [] }) => __secrets.map((path) => formatPath(path)));
  for (const row of rows) {
    const { path, kind, reason, warning } = row;
    if (warning) log.warn(`${path} ${reason}.`);
    if (kind === "update" || kind === "replace") log.info(describeChange(row, secrets));
  }
}

function describeChange(row: PropertyChange, secrets: readonly string[]): string {
  const { path, kind, impact, reason, before, after, note } = row;
  const isSecret = secrets.some((secret) => holds(secret, path) || holds(path, secret));
  const what = after === undefined ? reason : isSecret ? "changes" : describeValues(before, after);
  if (row.isImpactUnknown) return `${path}: ${what}`;
  const effect = kind === "replace" ? describeReplacement(impact) : IMPACT[impact];
  return `${path}: ${what}, ${effect}${note === undefined ? "" : `; ${note}`}`;
}

function describeValues(before: string | undefined, after: string): string {
  return before === undefined ? `set to ${after}` : `${before} → ${after}`;
}

function describeReplacement(impact: Impact): string {
  return impact === "none" ? "the instance is replaced" : `the instance is replaced, ${IMPACT[impact]}`;
}

/** Whether one path is the other, or leads to it. */
function holds(outer: string, path: string): boolean {
  return path === outer || (path.startsWith(outer) && /^[.[]/.test(path.slice(outer.length)));
}
