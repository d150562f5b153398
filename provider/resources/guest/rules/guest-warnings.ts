import { warnOnce } from "../../../core/log.ts";
import type { Context } from "../../context.ts";
import type { InstanceInputs } from "../../instance/arguments.ts";
import { formatPath } from "../../property-path.ts";
import type { Failure } from "../../resource.ts";
import { known } from "../../values/unknown-value.ts";
import { splitUserKey } from "../user-keys.ts";
import { warnOnce } from "../../warn-once.ts";
import { splitUserKey } from "../declared.ts";
import { type BrokenPart, type CharacterSetAndCollation, unlistableGrants } from "./guest-rules.ts";
import { doubtfulInMariaDb, doubtfulInMySql } from "./mysql-rules.ts";
import { doubtfulInPostgreSql, isPostgreSql } from "./postgresql-rules.ts";
import { hostKind } from "./user-hosts.ts";

/** A value that some clouds accept, and that the guest agent of another cloud ignores without an error. */
export interface GuestWarning extends Failure {
  /** One warning of each kind is enough. */
  readonly kind: string;
}

type CharacterSetWarning = (declared: CharacterSetAndCollation) => BrokenPart | undefined;

const CHARACTER_SETS: ReadonlyMap<string, CharacterSetWarning> = new Map([
  ["mysql", doubtfulInMySql],
  ["mariadb", doubtfulInMariaDb],
  ["postgresql", doubtfulInPostgreSql],
]);

/** @param type the datastore, by name; `undefined` where it is not known. */
export function guestWarnings(type: string | undefined, inputs: InstanceInputs): GuestWarning[] {
  const datastore = type?.toLowerCase();
  return [
    ...Object.entries(known(inputs.databases) ?? {}).flatMap(([name, database]) => {
      const { characterSet, collate } = known(database) ?? {};
      const declared = { characterSet: known(characterSet), collate: known(collate) };
      const warning = CHARACTER_SETS.get(datastore ?? "")?.(declared);
      if (warning === undefined) return [];
      return [{ kind: warning.part, path: formatPath(["databases", name, warning.part]), reason: warning.reason }];
    }),
    ...(isPostgreSql(datastore) ? [] : Object.keys(known(inputs.users) ?? {}).flatMap(hostWarning)),
  ];
}

/** A cloud takes addresses alone unless its operator allows others (`trove/common/cfg.py`, `hostname_require_valid_ip`). */
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

/**
 * Grants that a create request carries and that Trove never lists. Which release creates the instance is not known: up to
 * 22 no grant is listed, so nothing is lost; later ones cannot revoke them.
 */
function grantWarnings(type: string | undefined, inputs: InstanceInputs): GuestWarning[] {
  if (type === undefined || inputs.adoptId !== undefined || inputs.restorePoint !== undefined) return [];
  return unlistableGrants([type], inputs).map(({ path, reason }) => {
    const next =
      "Where Trove lists users (23.1 and later), the create fails once the instance is ACTIVE: rename the user";
    return { kind: `grants at ${path}`, path, reason: `${reason}. ${next}` };
  });
}

/** Warns in a preview of new values that a guest agent may ignore. */
export async function warnOfGuestValues(
  type: string | undefined,
  inputs: InstanceInputs,
  old: InstanceInputs | undefined,
  context: Context,
): Promise<void> {
  if (!context.preview) return;
  const before = new Set(guestWarnings(type, old ?? {}).map(({ path }) => path));
  const grants = old === undefined ? grantWarnings(type, inputs) : [];
  for (const { kind, path, reason } of [...guestWarnings(type, inputs), ...grants]) {
    if (!before.has(path)) await warnOnce(context, kind, `${path}: ${reason}.`);
  }
}
