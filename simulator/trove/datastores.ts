import { randomUUID } from "node:crypto";
import { ApiFault, badRequest, internalError } from "./api-fault.ts";
import { parametersOf } from "./configurations/parameter-tables.ts";
import type { Parameter } from "./configurations/parameter-types.ts";
import type { Behavior, TroveRelease } from "./release.ts";

export interface DatastoreVersion {
  readonly id: string;
  readonly name: string;
  /** The name of its datastore; the manager has the same name. */
  readonly datastore: string;
  /** The parameters that a configuration group can set, the same for all versions of a datastore. */
  readonly parameters: readonly Parameter[];
}

export interface Datastore {
  readonly id: string;
  readonly name: string;
  /** The last one is the default. */
  readonly versions: readonly DatastoreVersion[];
}

interface Catalog {
  readonly datastores: readonly Datastore[];
  /** The name of the datastore of a create that names none. */
  readonly defaultDatastore: string;
}

/**
 * The operator's default, `mysql` (`trove/common/cfg.py`, `default_datastore`); where servers listen, but none for it,
 * the first one with a server, whose databases and users the API knows.
 */
export function chooseDefault(programs: ReadonlyMap<string, string>, { withDatabases }: Behavior): string {
  const [standard = "", ...others] = ["mysql", "mariadb", "postgresql"];
  if (programs.has(standard)) return standard;
  return others.find((name) => programs.has(name) && withDatabases.includes(name)) ?? standard;
}

/** Creates the datastores of a cloud, with new ids at each start. */
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

/** Throws 404 for an unknown id, or one of another datastore, and 400 for an unknown name. */
export function findVersion({ versions }: Datastore, idOrName: string): DatastoreVersion {
  const isId = isUuidLike(idOrName);
  const found = versions.find(({ id, name }) => isSameText(isId ? id : name, idOrName));
  if (found) return found;
  throw isId ? new ApiFault(404, "DBDatastoreVersion Not Found") : versionNotFound(idOrName);
}

/** A UUID in any notation (`oslo_utils/uuidutils.py`, `is_uuid_like`). */
function isUuidLike(text: string): boolean {
  const digits = text
    .replace("urn:", "")
    .replace("uuid:", "")
    .replace(/^[{}]+|[{}]+$/g, "")
    .replaceAll("-", "");
  return /^[0-9a-f]{32}$/i.test(digits);
}

/** Compares like the collation of Trove's database: ignores case and trailing spaces. */
function isSameText(one: string, other: string): boolean {
  const folded = (text: string) => text.replace(/ +$/, "").toLowerCase();
  return folded(one) === folded(other);
}

export function findVersionById(datastores: readonly Datastore[], id: string): DatastoreVersion {
  const found = datastores.flatMap(({ versions }) => versions).find((version) => version.id === id);
  if (!found) throw versionNotFound(id);
  return found;
}

/** Throws 500 for a key that is no argument of Python's `get_datastore_version`. */
export function checkDatastoreKeys(asked: object): void {
  const known = ["type", "version", "version_number", "return_inactive"];
  if (Object.keys(asked).some((key) => !known.includes(key))) throw internalError();
}

/** The version that a create names, or the default (`trove/datastore/models.py`, `get_datastore_version`). */
export function chooseVersion(
  { datastores, defaultDatastore }: Catalog,
  asked: { readonly type?: string; readonly version?: string },
): DatastoreVersion {
  const datastore = findDatastore(datastores, asked.type ?? defaultDatastore);
  return findVersion(datastore, asked.version ?? defaultVersion(datastore).id);
}

export function defaultVersion({ name, versions }: Datastore): DatastoreVersion {
  const last = versions.at(-1);
  if (!last) throw badRequest(`Default version for datastore '${name}' not found.`);
  return last;
}

function versionNotFound(idOrName: string): ApiFault {
  return badRequest(`Datastore version '${idOrName}' cannot be found.`);
}
