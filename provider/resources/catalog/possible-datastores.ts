import type { Datastore, Instance } from "../../trove/types.ts";
import { tryLookup } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import { holdsUnknown, known } from "../values/unknown-value.ts";
import { type DeclaredDatastore, isId, listDatastores, versionNameOf } from "./datastores.ts";
import { lookUpBackup, lookUpInstance } from "./references.ts";

/** A datastore and its version, by name. */
export interface NamedDatastore {
  readonly type: string;
  /** `undefined` if it is not known. */
  readonly version: string | undefined;
}

/** The arguments that determine the datastore of a new instance. Any part may be unknown in a preview. */
export interface DatastoreOrigin {
  readonly datastore?: DeclaredDatastore | undefined;
  readonly adoptId?: string | undefined;
  readonly replicaOf?: string | undefined;
  readonly restorePoint?: { readonly backupId: string } | undefined;
}

/** The datastore that the program declares by name, without asking the cloud; empty if it does not. */
export function declaredDatastore({ datastore }: Pick<DatastoreOrigin, "datastore">): NamedDatastore[] {
  const { type, version } = known(datastore) ?? {};
  if (typeof type !== "string" || isId(type)) return [];
  return [{ type, version: versionName(known(version)) }];
}

/** The name of a version; `undefined` for an id. */
export function versionName(version: string | undefined): string | undefined {
  return isId(version) ? undefined : version;
}

/**
 * The datastores that a new instance may have, as far as the cloud shows: that of the adopted instance, of the source or
 * of the backup; else those that fit the declaration. No list names the cloud's default (`default_datastore` of
 * `trove/common/cfg.py`), but it has a default version, or the declared version (`trove/datastore/models.py`,
 * `get_datastore_version`). If only one datastore has, it is the default.
 */
export async function possibleDatastores(
  inputs: DatastoreOrigin,
  context: Context,
): Promise<readonly NamedDatastore[]> {
  const existing = known(inputs.adoptId) ?? known(inputs.replicaOf);
  if (existing !== undefined) {
    const { value } = await lookUpInstance(existing, context);
    if (value === undefined) return [];
    return [{ type: value.datastore.type, version: await versionAfterUpgrade(inputs, value.datastore, context) }];
  }
  if (inputs.adoptId !== undefined || inputs.replicaOf !== undefined) return [];
  const fitting = await fittingDatastores(inputs.datastore, context);
  const backupId = known(known(inputs.restorePoint)?.backupId);
  if (backupId === undefined) return fitting;
  // Trove restores a backup only into the datastore that it was taken from (`trove/instance/models.py`, `create`).
  const { value: backup } = await lookUpBackup(backupId, context);
  const ofBackup = fitting.filter(({ type }) => type === backup?.datastore.type);
  return ofBackup.length > 0 ? ofBackup : fitting;
}

/** An adopted instance is upgraded to the declared version before its group is attached. A replica declares no version. */
async function versionAfterUpgrade({ datastore }: DatastoreOrigin, current: Instance["datastore"], context: Context) {
  if (holdsUnknown(datastore)) return undefined;
  const { version = current.version } = datastore ?? {};
  if (!isId(version)) return version;
  return versionName(await tryLookup(context, () => versionNameOf(version, current.type, context)));
}

async function fittingDatastores(
  datastore: DeclaredDatastore | undefined,
  context: Context,
): Promise<readonly NamedDatastore[]> {
  const { type, version } = known(datastore) ?? {};
  if (holdsUnknown(datastore)) return [];
  const all = await tryLookup(context, () => listDatastores(context));
  if (all === undefined) return declaredDatastore({ datastore });
  return all
    .filter(({ id, name }) => type === undefined || type === id || type === name)
    .flatMap((one) => withVersion(one, version));
}

function withVersion({ name, defaultVersionId, versions }: Datastore, version: string | undefined): NamedDatastore[] {
  if (version === undefined) {
    if (defaultVersionId === undefined) return [];
    return [{ type: name, version: versions.find(({ id }) => id === defaultVersionId)?.name }];
  }
  const found = versions.find((one) => one.id === version || one.name === version);
  return found === undefined ? [] : [{ type: name, version: found.name }];
}
