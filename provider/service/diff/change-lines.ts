import type { Log } from "../../core/log.ts";
import { formatPath } from "../../resources/property-path.ts";
import type { Adoption, Impact, PropertyChange } from "../../resources/resource.ts";
import type { Metadata } from "../requests.ts";
import type { ComparedResource } from "./resource-diff.ts";

const IMPACT: Readonly<Record<Impact, string>> = {
  none: "without interruption",
  possibleRestart: "the database is restarted if Trove requires it",
  restart: "the database is restarted",
  offline: "the database is down meanwhile",
  dataLoss: "data is lost",
};

/** What the lines of a preview depend on beside the changes. */
export interface ChangeLineOptions {
  /** The noun of the resource: `instance`. */
  readonly noun: string;
  /** The paths whose values are left out, of the state and of the program. */
  readonly secretPaths?: Metadata["secretPaths"];
}

/** Shows in a preview what a create would adopt, and change there. */
export function logAdoption(adoption: Adoption | undefined, log: Log, options: ChangeLineOptions): void {
  if (adoption === undefined) return;
  log.info(adoption.summary);
  logChanges(adoption.changes, log, options);
}

/** Shows in a preview the changes between a stored resource and its inputs. */
export function logDiff({ diff, unfinishedReason }: ComparedResource, log: Log, options: ChangeLineOptions): void {
  const { changes, metadataOnly } = diff;
  if (unfinishedReason !== undefined) log.info(unfinishedReason);
  logChanges(changes, log, options);
  if (metadataOnly.length > 0) log.info(`${metadataOnly.join(" and ")}: the change is only recorded in the state.`);
}

/** Shows each change in a preview: the values before and after it, and its impact. */
export function logChanges(
  changes: readonly PropertyChange[],
  log: Log,
  { noun, secretPaths = [] }: ChangeLineOptions,
): void {
  const secrets = secretPaths.map((path) => formatPath(path));
  for (const change of changes) {
    const { path, kind, reason, warning } = change;
    if (warning) log.warn(`${path} ${reason}.`);
    if (kind === "update" || kind === "replace") log.info(describeChange(change, noun, secrets));
  }
}

function describeChange(change: PropertyChange, noun: string, secrets: readonly string[]): string {
  const { path, kind, impact, reason, before, after, note } = change;
  const isSecret = secrets.some((secret) => contains(secret, path) || contains(path, secret));
  const what = after === undefined ? reason : isSecret ? "changes" : describeValues(before, after);
  if (change.isImpactUnknown) return `${path}: ${what}`;
  const effect = kind === "replace" ? describeReplacement(noun, impact) : IMPACT[impact];
  return `${path}: ${what}, ${effect}${note === undefined ? "" : `; ${note}`}`;
}

function describeValues(before: string | undefined, after: string): string {
  return before === undefined ? `set to ${after}` : `${before} → ${after}`;
}

function describeReplacement(noun: string, impact: Impact): string {
  return impact === "none" ? `the ${noun} is replaced` : `the ${noun} is replaced, ${IMPACT[impact]}`;
}

/** Whether a path is the other one or below it. */
function contains(outer: string, path: string): boolean {
  return path === outer || (path.startsWith(outer) && /^[.[]/.test(path.slice(outer.length)));
}
