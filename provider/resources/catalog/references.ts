import { isGone } from "../../trove/errors/is-gone.ts";
import type { MissingResource } from "../../trove/errors/not-found-error.ts";
import type { Backup, CallOptions, ConfigurationGroup, Instance } from "../../trove/types.ts";
import { tryLookup } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";

/** What the cloud says of an object that an argument refers to; neither where it does not tell. */
export interface Reference<Value> {
  readonly value?: Value;
  readonly isMissing?: boolean;
}

export function lookUpInstance(id: string, context: Context): Promise<Reference<Instance>> {
  return find("instance", id, context, (options) => context.trove.instances.get(id, options));
}

export function lookUpBackup(id: string, context: Context): Promise<Reference<Backup>> {
  return find("backup", id, context, (options) => context.trove.backups.get(id, options));
}

export function lookUpConfiguration(id: string, context: Context): Promise<Reference<ConfigurationGroup>> {
  return find("configuration", id, context, (options) => context.trove.configurations.get(id, options));
}

/** Asked once a process. An error that is not about the object says nothing about it. */
function find<Value>(
  resource: MissingResource,
  id: string,
  context: Context,
  get: (options: CallOptions) => Promise<Value>,
): Promise<Reference<Value>> {
  const lookup = async (): Promise<Reference<Value>> => {
    try {
      return { value: await get({ signal: context.signal }) };
    } catch (error) {
      if (isGone(error, { [resource]: id })) return { isMissing: true };
      throw error;
    }
  };
  return context.cache.once(`${resource} ${id}`, async () => (await tryLookup(context, lookup)) ?? {});
}
