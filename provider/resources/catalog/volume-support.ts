import type { Instance } from "../../trove/types.ts";
import { tryLookup } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import type { Failure } from "../resource.ts";
import { known } from "../values/unknown-value.ts";
import { type DatastoreOrigin, type NamedDatastore, possibleDatastores } from "./possible-datastores.ts";
import { listProjectInstances } from "./project-instances.ts";

/**
 * The failure of a new instance that declares a volume where its datastore has none, or no volume where the datastore
 * needs one. The operator decides that for each datastore (`trove/common/cfg.py`, `volume_support`), and only instances
 * show it: Trove reports a `volume` for those that have one (`trove/instance/views.py`). If the project has no instance
 * of the version, only the create request shows it.
 */
export async function volumeFailures(
  inputs: DatastoreOrigin & { readonly volume?: object | undefined },
  context: Context,
): Promise<Failure[]> {
  const { volume, replicaOf, adoptId } = inputs;
  const isUnknown = volume !== undefined && known(volume) === undefined;
  if (isUnknown || replicaOf !== undefined || adoptId !== undefined) return [];
  const instances = (await tryLookup(context, () => listProjectInstances(context))) ?? [];
  const hasVolume = volume !== undefined;
  // Most clouds have volumes, and most programs declare one: then no other lookup is needed.
  if (instances.every(({ volumeSupport }) => volumeSupport === hasVolume)) return [];
  const possible = await possibleDatastores(inputs, context);
  const differs = possible.length > 0 && possible.every((one) => hasVolumes(one, instances) === !hasVolume);
  if (!differs) return [];
  const names = possible.map(({ type, version }) => `${type} ${version ?? ""}`.trim()).join(" and ");
  const reason = hasVolume
    ? `this cloud has no volumes for ${names}. Remove volume from the program`
    : `is required: this cloud stores the data of ${names} on a volume. Declare volume: { size: … }`;
  return [{ path: "volume", reason }];
}

/** Whether the instances of a datastore's version have volumes; `undefined` if there is no such instance. */
function hasVolumes({ type, version }: NamedDatastore, instances: readonly Instance[]): boolean | undefined {
  const found = instances.filter(({ datastore }) => datastore.type === type && datastore.version === version);
  return found.length === 0 ? undefined : found.some(({ volumeSupport }) => volumeSupport);
}
