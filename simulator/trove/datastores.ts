import { randomUUID } from "node:crypto";
import { ApiFault, badRequest } from "./api-fault.ts";
import type { Call } from "./call.ts";
import { type Parameter, parametersOf } from "./configurations/parameter-tables.ts";
import { links } from "./links.ts";
import type { TroveRelease } from "./release.ts";

export interface DatastoreVersion {
  readonly id: string;
  readonly name: string;
  /** The name of its datastore, which is also that of its manager. */
  readonly datastore: string;
  /** What a configuration group of it can set; every version of a datastore has the same. */
  readonly parameters: readonly Parameter[];
}

export interface Datastore {
  readonly id: string;
  readonly name: string;
  /** The last one is the default. */
  readonly versions: readonly DatastoreVersion[];
}

const DEFAULT_DATASTORE = "mysql";

/** The datastores of one cloud: their ids differ from one start to the next. */
export function createDatastores(release: TroveRelease): readonly Datastore[] {
  const versions: Readonly<Record<string, readonly string[]>> = {
    mariadb: ["10.4.12", "10.4.18"],
    postgresql: ["12.4", "12.18"],
    mysql: ["5.7.29", "8.0.29"],
  };
  return Object.entries(versions).map(([datastore, names]) => ({
    id: randomUUID(),
    name: datastore,
    versions: names.map((name) => ({
      id: randomUUID(),
      name,
      datastore,
      parameters: parametersOf(datastore, release),
    })),
  }));
}

export function findDatastore(datastores: readonly Datastore[], idOrName: string): Datastore {
  const found = datastores.find(({ id, name }) => isSameText(id, idOrName) || isSameText(name, idOrName));
  if (!found) throw new ApiFault(404, `Datastore '${idOrName}' cannot be found.`);
  return found;
}

export function findVersion(datastore: Datastore, idOrName: string): DatastoreVersion {
  const found = datastore.versions.find(({ id, name }) => isSameText(id, idOrName) || isSameText(name, idOrName));
  if (!found) throw versionNotFound(idOrName);
  return found;
}

/** As the collation of Trove's own database compares: without case and trailing blanks. */
function isSameText(one: string, other: string): boolean {
  const folded = (text: string) => text.replace(/ +$/, "").toLowerCase();
  return folded(one) === folded(other);
}

export function findVersionById(datastores: readonly Datastore[], id: string): DatastoreVersion {
  const found = datastores.flatMap(({ versions }) => versions).find((version) => version.id === id);
  if (!found) throw versionNotFound(id);
  return found;
}

/** The version that a create asks for, or the default one (`trove/datastore/models.py`, `get_datastore_version`). */
export function chooseVersion(
  datastores: readonly Datastore[],
  asked: { readonly type?: string; readonly version?: string },
): DatastoreVersion {
  const datastore = findDatastore(datastores, asked.type ?? DEFAULT_DATASTORE);
  return findVersion(datastore, asked.version ?? defaultVersion(datastore).id);
}

export function listDatastores(call: Call): unknown {
  return { datastores: call.cloud.datastores.map((datastore) => datastoreView(call, datastore)) };
}

export function showDatastore(call: Call): unknown {
  return { datastore: datastoreView(call, findDatastore(call.cloud.datastores, call.parameter("datastore"))) };
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

/** No version is bound to some of them, so this is all there are, whatever the path says. */
export function listVolumeTypes(): unknown {
  return {
    volume_types: [
      { id: "vt-1", name: "lvmdriver-1", is_public: true, description: null },
      { id: "vt-2", name: "ssd", is_public: true, description: "fast" },
    ],
  };
}

function defaultVersion({ name, versions }: Datastore): DatastoreVersion {
  const last = versions.at(-1);
  if (!last) throw badRequest(`Default version for datastore '${name}' not found.`);
  return last;
}

function versionNotFound(idOrName: string): ApiFault {
  return badRequest(`Datastore version '${idOrName}' cannot be found.`);
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
