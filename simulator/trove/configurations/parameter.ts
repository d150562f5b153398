import { notFound } from "../api-fault.ts";
import type { Call } from "../call.ts";
import { type DatastoreVersion, findDatastore, findVersion, findVersionById } from "../datastores.ts";
import { MARIADB_PARAMETERS } from "./mariadb-parameters.ts";
import { MYSQL_PARAMETERS } from "./mysql-parameters.ts";
import { POSTGRESQL_PARAMETERS } from "./postgresql-parameters.ts";

export type ParameterType = "string" | "integer" | "float" | "boolean";

/** A row of the tables: whether a change needs a restart, then the least and the greatest value. */
export type ParameterRow = readonly [
  name: string,
  type: ParameterType,
  restartRequired: boolean,
  min?: number,
  max?: number,
];

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly restartRequired: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

const TABLES: Readonly<Record<string, readonly Parameter[]>> = {
  mysql: MYSQL_PARAMETERS.map(toParameter),
  mariadb: MARIADB_PARAMETERS.map(toParameter),
  postgresql: POSTGRESQL_PARAMETERS.map(toParameter),
};

/** Every version of a datastore has the same. */
export function parametersOf({ datastore }: DatastoreVersion): readonly Parameter[] {
  return TABLES[datastore] ?? [];
}

export function listParameters(call: Call): unknown {
  return listView(versionOfPath(call));
}

export function showParameter(call: Call): unknown {
  return oneView(call, versionOfPath(call));
}

export function listParametersByVersion(call: Call): unknown {
  return listView(findVersionById(call.cloud.datastores, call.parameter("version")));
}

export function showParameterByVersion(call: Call): unknown {
  return oneView(call, findVersionById(call.cloud.datastores, call.parameter("version")));
}

function toParameter([name, type, restartRequired, min, max]: ParameterRow): Parameter {
  return { name, type, restartRequired, min, max };
}

function versionOfPath(call: Call): DatastoreVersion {
  return findVersion(findDatastore(call.cloud.datastores, call.parameter("datastore")), call.parameter("version"));
}

function listView(version: DatastoreVersion): unknown {
  return { "configuration-parameters": parametersOf(version).map((parameter) => view(version, parameter)) };
}

/** The database compares names without their case. */
function oneView(call: Call, version: DatastoreVersion): unknown {
  const name = call.parameter("name");
  const found = parametersOf(version).find((parameter) => parameter.name.toLowerCase() === name.toLowerCase());
  if (!found) throw notFound(name);
  return view(version, found);
}

function view({ id }: DatastoreVersion, { name, type, restartRequired, min, max }: Parameter): unknown {
  return {
    name,
    datastore_version_id: id,
    restart_required: restartRequired,
    type,
    ...(max !== undefined && { max }),
    ...(min !== undefined && { min }),
  };
}
