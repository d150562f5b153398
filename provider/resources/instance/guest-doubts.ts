import { formatPath } from "../arguments.ts";
import type { Context, Failure } from "../resource.ts";
import { known } from "../unknown-value.ts";
import type { BrokenPart, CharacterSetAndCollation } from "./guest-rules.ts";
import { type InstanceInputs, splitUserKey } from "./inputs.ts";
import { doubtfulInMariaDb, doubtfulInMySql } from "./mysql-rules.ts";
import { doubtfulInPostgreSql } from "./postgresql-rules.ts";
import { hostKind } from "./user-hosts.ts";

/** Something that some clouds take, and of which the guest agent of another makes nothing, without a word. */
export interface Doubt extends Failure {
  /** One warning of each kind is enough. */
  readonly kind: string;
}

type CharacterSetDoubt = (declared: CharacterSetAndCollation) => BrokenPart | undefined;

const CHARACTER_SETS: ReadonlyMap<string, CharacterSetDoubt> = new Map([
  ["mysql", doubtfulInMySql],
  ["mariadb", doubtfulInMariaDb],
  ["postgresql", doubtfulInPostgreSql],
]);

/** @param type the datastore, by name; `undefined` where it is not known. */
export function guestDoubts(type: string | undefined, inputs: InstanceInputs): Doubt[] {
  const datastore = type?.toLowerCase();
  return [
    ...Object.entries(known(inputs.databases) ?? {}).flatMap(([name, database]) => {
      const { characterSet, collate } = known(database) ?? {};
      const declared = { characterSet: known(characterSet), collate: known(collate) };
      const doubt = CHARACTER_SETS.get(datastore ?? "")?.(declared);
      if (doubt === undefined) return [];
      return [{ kind: doubt.part, path: formatPath(["databases", name, doubt.part]), reason: doubt.reason }];
    }),
    ...(datastore === "postgresql" ? [] : Object.keys(known(inputs.users) ?? {}).flatMap(hostDoubt)),
  ];
}

/** A cloud takes addresses alone unless its operator allows others (`trove/common/cfg.py`, `hostname_require_valid_ip`). */
function hostDoubt(key: string): Doubt[] {
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
    `the user's host ${host} is not of four numbers without leading zeros, which newer clouds ask for. Use an address ` +
    "such as 10.0.0.1 or a pattern such as 10.0.0.%, or % with access.allowedCidrs for a wider range";
  return [{ kind: "partial hosts", path, reason }];
}

/** Warns in a preview of what is doubtful and new. */
export async function warnOfDoubts(
  type: string | undefined,
  inputs: InstanceInputs,
  old: InstanceInputs | undefined,
  { preview, run, log }: Context,
): Promise<void> {
  if (!preview) return;
  const before = new Set(guestDoubts(type, old ?? {}).map(({ path }) => path));
  for (const { kind, path, reason } of guestDoubts(type, inputs)) {
    if (!before.has(path)) await run.once(`warning of ${kind}`, async () => log.warn(`${path}: ${reason}.`));
  }
}
