import { isGone } from "../../trove/errors/is-gone.ts";
import type { MissingResource } from "../../trove/errors/not-found-error.ts";
import type { Backup, CallOptions, ConfigurationGroup, Instance } from "../../trove/types.ts";
import { tryLookup } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import type { Failure } from "../resource.ts";

/** The object that an argument refers to by its id; neither field is set if the lookup failed. */
export interface Reference<Value> {
  readonly value?: Value;
  readonly isMissing?: boolean;
}

export function lookUpInstance(id: string, context: Context): Promise<Reference<Instance>> {
  return lookUp("instance", id, context, (options) => context.trove.instances.get(id, options));
}

export function lookUpBackup(id: string, context: Context): Promise<Reference<Backup>> {
  return lookUp("backup", id, context, (options) => context.trove.backups.get(id, options));
}

export function lookUpConfiguration(id: string, context: Context): Promise<Reference<ConfigurationGroup>> {
  return lookUp("configuration", id, context, (options) => context.trove.configurations.get(id, options));
}

/** The failure of an argument whose id no object of the project has. */
export function missingReference(path: string, kind: string, id: string): Failure {
  const reason = `this project has no ${kind} ${id}. Correct the id, or use the credentials of its project and region`;
  return { path, reason };
}

/** Looks the object up once in the process. Only a 404 about the object itself means that it is missing. */
function lookUp<Value>(
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
