import type { TroveRelease } from "../release.ts";
import { MARIADB_PARAMETERS } from "./mariadb-parameters.ts";
import { MYSQL_PARAMETERS, MYSQL_PARAMETERS_SINCE_26 } from "./mysql-parameters.ts";
import type { Parameter, ParameterRow } from "./parameter-types.ts";
import { POSTGRESQL_PARAMETERS, POSTGRESQL_PARAMETERS_SINCE_26 } from "./postgresql-parameters.ts";

const TABLES: Readonly<Record<string, readonly ParameterRow[]>> = {
  mysql: MYSQL_PARAMETERS,
  mariadb: MARIADB_PARAMETERS,
  postgresql: POSTGRESQL_PARAMETERS,
};

/** Rows that replace the row of the same name, or are added. */
const TABLES_SINCE_26: Readonly<Record<string, readonly ParameterRow[]>> = {
  mysql: MYSQL_PARAMETERS_SINCE_26,
  postgresql: POSTGRESQL_PARAMETERS_SINCE_26,
};

/** The rows of a datastore (`trove/templates/{datastore}/validation-rules.json`). */
export function parameterRows(datastore: string, release: TroveRelease): readonly ParameterRow[] {
  const rows = [...(TABLES[datastore] ?? []), ...(release >= 26 ? (TABLES_SINCE_26[datastore] ?? []) : [])];
  return [...new Map(rows.map((row) => [row[0], row])).values()];
}

export function parametersOf(datastore: string, release: TroveRelease): readonly Parameter[] {
  return parameterRows(datastore, release).map(([name, type, restartRequired, min, max]) => ({
    name,
    type,
    restartRequired,
    min,
    max,
  }));
}
