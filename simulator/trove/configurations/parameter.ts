import { notFound } from "../api-fault.ts";
import type { Call } from "../call.ts";
import { type DatastoreVersion, findDatastore, findVersion, findVersionById } from "../datastores.ts";
import type { Parameter } from "./parameter-types.ts";

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

function versionOfPath(call: Call): DatastoreVersion {
  return findVersion(findDatastore(call.cloud.datastores, call.parameter("datastore")), call.parameter("version"));
}

function listView(version: DatastoreVersion): unknown {
  // Like MariaDB, which compares upper case: `_` comes after the letters.
  const sorted = version.parameters.toSorted((one, other) =>
    one.name.toUpperCase() < other.name.toUpperCase() ? -1 : 1,
  );
  return { "configuration-parameters": sorted.map((parameter) => view(version, parameter)) };
}

/** Trove's database compares names without regard to case. */
function oneView(call: Call, version: DatastoreVersion): unknown {
  const name = call.parameter("name");
  const found = version.parameters.find((parameter) => parameter.name.toLowerCase() === name.toLowerCase());
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
