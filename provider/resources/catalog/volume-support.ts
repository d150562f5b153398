import type { Instance } from "../../trove/types.ts";
import { tryLookup } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import type { InstanceInputs } from "../instance/arguments.ts";
import type { Failure } from "../resource.ts";
import { known } from "../values/unknown-value.ts";
import { type NamedDatastore, possibleDatastores } from "./possible-datastores.ts";

/** The project's instances as the plain list shows them, once a process: for checks, which may see an older list. */
export function listProjectInstances({ cache, trove, signal }: Context): Promise<readonly Instance[]> {
  return cache.once("instances of the project", () => Array.fromAsync(trove.instances.list({ signal })));
}

/**
 * Whether a new instance has to declare a volume, or must not. An operator decides that for each datastore
 * (`trove/common/cfg.py`, `volume_support`), and nothing but its instances shows it: the `volume` that Trove shows
 * of each, whatever the size (`trove/instance/views.py`). Where the project has none of the datastore's version, only the create tells.
 */
export async function volumeFailures(inputs: InstanceInputs, context: Context): Promise<Failure[]> {
  const { volume, replicaOf, adoptId } = inputs;
  const isUnknown = volume !== undefined && known(volume) === undefined;
  if (isUnknown || replicaOf !== undefined || adoptId !== undefined) return [];
  const instances = (await tryLookup(context, () => listProjectInstances(context))) ?? [];
  const hasVolume = volume !== undefined;
  // Most clouds have volumes, and most programs declare one: then nothing else needs to be asked.
  if (instances.every(({ volumeSupport }) => volumeSupport === hasVolume)) return [];
  const possible = await possibleDatastores(inputs, context);
  const differs = possible.length > 0 && possible.every((one) => volumesOf(one, instances) === !hasVolume);
  if (!differs) return [];
  const names = possible.map(({ type, version }) => `${type} ${version ?? ""}`.trim()).join(" and ");
  const reason = hasVolume
    ? `this cloud has no volumes for ${names}. Leave volume out of the program`
    : `is required: this cloud keeps the data of ${names} on a volume. Declare its size`;
  return [{ path: "volume", reason }];
}

/** `undefined` where no instance tells. */
function volumesOf({ type, version }: NamedDatastore, instances: readonly Instance[]): boolean | undefined {
  const of = instances.filter(({ datastore }) => datastore.type === type && datastore.version === version);
  return of.length === 0 ? undefined : of.some(({ volumeSupport }) => volumeSupport);
}
