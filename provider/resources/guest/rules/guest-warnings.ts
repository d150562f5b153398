import type { NamedDatastore } from "../../catalog/possible-datastores.ts";
import type { Context } from "../../context.ts";
import { formatPath } from "../../property-path.ts";
import type { Failure } from "../../resource.ts";
import { holdsUnknown, known } from "../../values/unknown-value.ts";
import type { DeclaredContents } from "../declared.ts";
import { splitUserKey } from "../user-keys.ts";
import { unlistableGrants } from "./guest-rules.ts";
import { rulesOf } from "./rules-of.ts";
import { hostKind } from "./user-hosts.ts";

/** A value that some clouds accept, and that the guest agent of another cloud ignores without an error. */
export interface GuestWarning extends Failure {
  /** One warning of each kind is enough. */
  readonly kind: string;
}

/** Declared databases and users. `adoptId` and `restorePoint` show that no create request declares them. */
export interface WarnedInputs extends DeclaredContents {
  readonly adoptId?: unknown;
  readonly restorePoint?: unknown;
}

/**
 * @param type the datastore, by name; `undefined` if it is unknown.
 * @param version of the datastore, by name; `undefined` if it is unknown.
 */
export function guestWarnings(
  type: string | undefined,
  { databases, users }: DeclaredContents,
  version?: string,
): GuestWarning[] {
  const rules = rulesOf(type);
  return [
    ...Object.entries(known(databases) ?? {}).flatMap(([name, database]) => {
      const { characterSet, collate } = known(database) ?? {};
      const fault = rules?.doubtfulCharacterSet(
        { characterSet: known(characterSet), collate: known(collate) },
        version,
      );
      if (fault === undefined) return [];
      return [{ kind: fault.part, path: formatPath(["databases", name, fault.part]), reason: fault.reason }];
    }),
    ...(rules?.hasUserHosts === false ? [] : Object.keys(known(users) ?? {}).flatMap(hostWarning)),
    ...(rules?.hasWildcardGrants === true ? wildcardWarnings(Object.keys(known(databases) ?? {}), known(users)) : []),
  ];
}

/** A cloud accepts only addresses unless its operator allows others (`trove/common/cfg.py`, `hostname_require_valid_ip`). */
function hostWarning(key: string): GuestWarning[] {
  const { host } = splitUserKey(key);
  const path = formatPath(["users", key]);
  const kind = hostKind(host);
  if (kind === "host name") {
    const reason =
      "the user's host is a host name, and most clouds take only addresses and patterns such as 10.0.0.%. Use one of " +
      "these, unless your cloud's operator allows host names";
    return [{ kind: "host names", path, reason }];
  }
  if (kind !== "old address") return [];
  const reason =
    `the user's host ${host} does not consist of four numbers without leading zeros, which newer clouds require. Use an address ` +
    "such as 10.0.0.1 or a pattern such as 10.0.0.%, or % with access.allowedCidrs for a wider range";
  return [{ kind: "partial hosts", path, reason }];
}

/** Trove does not escape the name of a database in a grant (`Grant` in `trove/guestagent/common/sql_query.py`). */
function wildcardWarnings(databases: readonly string[], users: DeclaredContents["users"] = {}): GuestWarning[] {
  return Object.entries(users).flatMap(([key, user]) => {
    const grants = known(known(user)?.databases) ?? [];
    if (holdsUnknown(grants)) return [];
    return grants.flatMap((granted, index): GuestWarning[] => {
      const other = databases.find((name) => !grants.includes(name) && matches(granted, name));
      if (other === undefined) return [];
      const path = formatPath(["users", key, "databases", index]);
      const reason =
        `a grant of "${granted}" reaches "${other}" too, since _ stands for any character in a grant of MySQL and MariaDB, ` +
        "and Trove does not escape it. Rename one of the two databases";
      return [{ kind: `wildcards at ${path}`, path, reason }];
    });
  });
}

function matches(pattern: string, name: string): boolean {
  const source = pattern
    .replaceAll(/[^A-Za-z0-9_%]/g, "\\$&")
    .replaceAll("_", ".")
    .replaceAll("%", ".*");
  return new RegExp(`^${source}$`, "s").test(name);
}

/**
 * Grants that a create request makes and that Trove never lists. The release is unknown: up to 22, Trove lists no grants
 * of PostgreSQL, so nothing is lost; later ones cannot revoke them.
 */
function grantWarnings(type: string | undefined, inputs: WarnedInputs): GuestWarning[] {
  if (type === undefined || inputs.adoptId !== undefined || inputs.restorePoint !== undefined) return [];
  return unlistableGrants([type], inputs).map(({ path, reason }) => {
    const next =
      "Where Trove lists users (23.1 and later), the create fails once the instance is ACTIVE: rename the user";
    return { kind: `grants at ${path}`, path, reason: `${reason}. ${next}` };
  });
}

/** Warns in a preview of new values that the guest agent of some clouds ignores. */
export async function warnOfGuestValues(
  { type, version }: Partial<NamedDatastore>,
  inputs: WarnedInputs,
  old: WarnedInputs | undefined,
  { preview, cache, log }: Context,
): Promise<void> {
  if (!preview) return;
  const before = new Set(guestWarnings(type, old ?? {}, version).map(({ path }) => path));
  const grants = old === undefined ? grantWarnings(type, inputs) : [];
  for (const { kind, path, reason } of [...guestWarnings(type, inputs, version), ...grants]) {
    if (!before.has(path)) await cache.once(`warning of ${kind}`, async () => log.warn(`${path}: ${reason}.`));
  }
}
