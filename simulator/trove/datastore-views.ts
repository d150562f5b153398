import { ApiFault } from "./api-fault.ts";
import type { Call } from "./call.ts";
import {
  type Datastore,
  type DatastoreVersion,
  defaultVersion,
  findDatastore,
  findVersion,
  findVersionById,
} from "./datastores.ts";
import { links } from "./links.ts";
import { cutFormat } from "./user-path.ts";

export function listDatastores(call: Call): unknown {
  return { datastores: call.cloud.datastores.map((datastore) => datastoreView(call, datastore)) };
}

export function showDatastore(call: Call): unknown {
  return {
    datastore: datastoreView(call, findDatastore(call.cloud.datastores, cutFormat(call.parameter("datastore")).id)),
  };
}

export function deleteDatastore(): never {
  throw new ApiFault(403, "Policy doesn't allow datastore:delete to be performed.");
}

export function listVersions(call: Call): unknown {
  const datastore = findDatastore(call.cloud.datastores, call.parameter("datastore"));
  return { versions: datastore.versions.map((version) => fullVersionView(call, datastore, version)) };
}

export function showVersion(call: Call): unknown {
  const datastore = findDatastore(call.cloud.datastores, call.parameter("datastore"));
  return { version: fullVersionView(call, datastore, findVersion(datastore, call.parameter("version"))) };
}

export function showVersionById(call: Call): unknown {
  const { datastores } = call.cloud;
  const version = findVersionById(datastores, call.parameter("version"));
  return { version: fullVersionView(call, findDatastore(datastores, version.datastore), version) };
}

/** All volume types, whatever the path: no datastore version restricts them. */
export function listVolumeTypes(): unknown {
  return {
    volume_types: [
      { id: "vt-1", name: "lvmdriver-1", is_public: true, description: null },
      { id: "vt-2", name: "ssd", is_public: true, description: "fast" },
    ],
  };
}

function datastoreView(call: Call, datastore: Datastore): unknown {
  return {
    id: datastore.id,
    name: datastore.name,
    links: links(call, "datastores", datastore.id),
    versions: datastore.versions.map((version) => versionView(call, version)),
    default_version: defaultVersion(datastore).id,
  };
}

function versionView(call: Call, { id, name }: DatastoreVersion): Record<string, unknown> {
  return { id, name, version: name, links: links(call, "datastores/versions", id) };
}

function fullVersionView(call: Call, datastore: Datastore, version: DatastoreVersion): unknown {
  return { ...versionView(call, version), datastore: datastore.id };
}
