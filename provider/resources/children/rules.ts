import type { NamedDatastore } from "../catalog/possible-datastores.ts";
import type { Context } from "../context.ts";
import type { DeclaredContents } from "../guest/declared.ts";
import { brokenGuestRules } from "../guest/rules/guest-rules.ts";
import { guestWarnings } from "../guest/rules/guest-warnings.ts";
import { reservedNameFailures } from "../guest/rules/reserved-names.ts";
import { formatPath, parsePath } from "../property-path.ts";
import type { Failure } from "../resource.ts";

/** The path of an argument of the resource: `password` for `users["app@%"].password`, and `name` for `users["app@%"]`. */
export function childPath([, , ...part]: readonly (string | number)[]): string {
  return part.length === 0 ? "name" : formatPath(part);
}

/**
 * What Trove or the guest agent refuses of a database or a user.
 *
 * @param datastoreType by name; `undefined` if the instance is not known
 * @param declared the one database or user
 * @param old as it was declared before: an unchanged value is not refused
 */
export function brokenRules(
  datastoreType: string | undefined,
  declared: DeclaredContents,
  old: DeclaredContents | undefined,
): Failure[] {
  const names = (record: object = {}) => Object.keys(record);
  const failures = [
    ...(old === undefined ? reservedNameFailures(datastoreType, names(declared.databases), names(declared.users)) : []),
    ...(datastoreType === undefined ? [] : brokenGuestRules([datastoreType], declared, old)),
  ];
  return failures.map(toChild);
}

/** Warns in a preview of new values that the guest agent of some clouds ignores. */
export function warnOfDoubtfulValues(
  { type, version }: NamedDatastore,
  declared: DeclaredContents,
  old: DeclaredContents | undefined,
  { log }: Context,
): void {
  const before = new Set(guestWarnings(type, old ?? {}, version).map(({ path }) => path));
  for (const warning of guestWarnings(type, declared, version)) {
    if (!before.has(warning.path)) log.warn(`${toChild(warning).path}: ${warning.reason}.`);
  }
}

function toChild({ path, reason }: Failure): Failure {
  return { path: childPath(parsePath(path)), reason };
}
