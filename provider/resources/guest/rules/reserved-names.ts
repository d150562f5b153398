import { formatPath } from "../../property-path.ts";
import type { Failure } from "../../resource.ts";
import { splitUserKey } from "../user-keys.ts";
import { RESERVED_DATABASES } from "./mysql-rules.ts";
import { isPostgreSql } from "./postgresql-rules.ts";

/**
 * Trove's default of `ignore_users` for MySQL (`trove/common/cfg.py`). The API applies it to every datastore, as it does
 * with `ignore_dbs`, since its own configuration has no `datastore_manager`.
 */
const RESERVED_USERS: readonly string[] = ["os_admin", "root"];

/** The databases and users whose names Trove reserves. */
export function reservedNameFailures(
  datastoreType: string | undefined,
  databases: readonly string[],
  userKeys: readonly string[],
): Failure[] {
  // The API compares names case-sensitively, but some of MySQL's own databases have their names in any case.
  const ignoresCase = !isPostgreSql(datastoreType);
  const isReserved = (reserved: readonly string[], name: string) =>
    reserved.includes(ignoresCase ? name.toLowerCase() : name);
  return [
    ...databases
      .filter((name) => isReserved(RESERVED_DATABASES, name))
      .map((name) => ({ path: formatPath(["databases", name]), reason: reasonOf(name) })),
    ...userKeys
      .filter((key) => isReserved(RESERVED_USERS, splitUserKey(key).name))
      .map((key) => ({ path: formatPath(["users", key]), reason: reasonOf(splitUserKey(key).name) })),
  ];
}

function reasonOf(name: string): string {
  return `"${name}" is a name that Trove reserves: use another name`;
}
