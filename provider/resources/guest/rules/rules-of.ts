import type { DatastoreRules } from "./datastore-rules.ts";
import { MARIADB_RULES, MYSQL_RULES } from "./mysql-rules.ts";
import { POSTGRESQL_RULES } from "./postgresql-rules.ts";

const RULES: ReadonlyMap<string, DatastoreRules> = new Map([
  ["mysql", MYSQL_RULES],
  ["mariadb", MARIADB_RULES],
  ["postgresql", POSTGRESQL_RULES],
]);

/** @param datastoreType by name; `undefined` if it is unknown. */
export function rulesOf(datastoreType: string | undefined): DatastoreRules | undefined {
  return datastoreType === undefined ? undefined : RULES.get(datastoreType.toLowerCase());
}
