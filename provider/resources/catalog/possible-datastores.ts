import type { Datastore, Instance } from "../../trove/types.ts";
import { tryLookup } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import type { InstanceInputs } from "../instance/arguments.ts";
import { holdsUnknown, known } from "../values/unknown-value.ts";
import { isId, listDatastores, versionNameOf } from "./datastores.ts";
import { lookUpBackup, lookUpInstance } from "./references.ts";

/** A datastore and its version, by their names. */
export interface NamedDatastore {
  readonly type: string;
  /** `undefined` where it is not known. */
  readonly version: string | undefined;
}

/** What the program itself says by name: no cloud is asked. */
export function declaredDatastore({ datastore }: InstanceInputs): NamedDatastore[] {
  const { type, version } = known(datastore) ?? {};
  if (typeof type !== "string" || isId(type)) return [];
  return [{ type, version: versionName(known(version)) }];
}

/** What a version is called, unless it is given by an id that the cloud does not list. */
export function versionName(version: string | undefined): string | undefined {
  return isId(version) ? undefined : version;
}

/**
 * The datastores that a new instance may have, as far as the cloud tells: that of the adopted instance, of the source or
 * of the backup; else those that fit the declaration. No list names the cloud's default (`default_datastore` of
 * `trove/common/cfg.py`), but it is one with a default version, or with the declared version
 * (`trove/datastore/models.py`, `get_datastore_version`): where only one is such, it is that one.
 */
export async function possibleDatastores(inputs: InstanceInputs, context: Context): Promise<readonly NamedDatastore[]> {
  const existing = known(inputs.adoptId) ?? known(inputs.replicaOf);
  if (existing !== undefined) {
    const { value } = await lookUpInstance(existing, context);
    if (value === undefined) return [];
    return [{ type: value.datastore.type, version: await versionAfter(inputs, value.datastore, context) }];
  }
  if (inputs.adoptId !== undefined || inputs.replicaOf !== undefined) return [];
  const fitting = await fittingDatastores(inputs.datastore, context);
  const backupId = known(known(inputs.restorePoint)?.backupId);
  if (backupId === undefined) return fitting;
  // Trove restores a backup into the datastore that it was taken from alone (`trove/instance/models.py`, `create`).
  const { value: backup } = await lookUpBackup(backupId, context);
  const ofBackup = fitting.filter(({ type }) => type === backup?.datastore.type);
  return ofBackup.length > 0 ? ofBackup : fitting;
}

/** An adopted instance is upgraded to the declared version before a group is attached; a replica declares none. */
async function versionAfter({ datastore }: InstanceInputs, live: Instance["datastore"], context: Context) {
  if (holdsUnknown(datastore)) return undefined;
  const { version = live.version } = datastore ?? {};
  if (!isId(version)) return version;
  return versionName(await tryLookup(context, () => versionNameOf(version, live.type, context)));
}

async function fittingDatastores(
  datastore: InstanceInputs["datastore"],
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
