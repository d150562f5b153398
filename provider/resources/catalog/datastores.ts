import { ApiError } from "../../trove/errors/api-error.ts";
import { tryLookup } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import { InputError } from "../errors/input-error.ts";
import type { InstanceInputs } from "../instance/arguments.ts";
import { isUuid } from "../rules.ts";
import { tryLookup } from "../try-lookup.ts";
import { uuid } from "../rules.ts";

/**
 * Makes sure that the cloud has the datastore and the version, unless its list cannot be fetched. Without a type the version is one of the cloud's default
 * datastore, which no list names: it is then enough that some datastore has it.
 *
 * @throws {UnknownDatastoreError}
 */
export async function assertDatastore(wanted: InstanceInputs["datastore"], context: Context): Promise<void> {
  if (wanted?.type === undefined && wanted?.version === undefined) return;
  const all = await tryLookup(context, () => listDatastores(context));
  if (all === undefined) return;
  const { type, version } = wanted;
  const fitting = type === undefined ? all : all.filter(({ id, name }) => id === type || name === type);
  if (type !== undefined && fitting.length === 0) {
    throw new UnknownDatastoreError("datastore.type", `no datastore "${type}"`, all);
  }
  const versions = fitting.flatMap((datastore) => datastore.versions);
  if (version === undefined || versions.some(({ id, name }) => id === version || name === version)) return;
  throw new UnknownDatastoreError("datastore.version", `no version "${version}" of ${type ?? "a datastore"}`, versions);
}

/**
 * The inputs with the names of the datastore and of its version in the place of their ids. Trove takes both and reports
 * names; and names alone tell a higher version from a lower one. An id that the cloud does not know stays.
 *
 * @param was what is not looked up again.
 * @param liveType the datastore of the instance, where there is one: of that Trove also tells an inactive version.
 */
export async function withDatastoreNames<Inputs extends Pick<InstanceInputs, "datastore">>(
  inputs: Inputs,
  was: InstanceInputs["datastore"],
  context: Context,
  liveType?: string,
): Promise<Inputs> {
  const { type, version } = inputs.datastore ?? {};
  const byId = [type !== was?.type && type, version !== was?.version && version].filter(isId);
  if (byId.length === 0 || context.connection.isUnreachable) return inputs;
  const datastores = await listDatastores(context);
  const named = [...datastores, ...datastores.flatMap(({ versions }) => versions)];
  const nameOf = <Given>(given: Given) => named.find(({ id }) => byId.includes(id) && id === given)?.name ?? given;
  const listed = nameOf(version);
  const isInactive = listed !== undefined && byId.includes(listed) && liveType !== undefined;
  const versionName = isInactive ? await versionNameOf(listed, liveType, context) : listed;
  return { ...inputs, datastore: { ...inputs.datastore, type: nameOf(type), version: versionName } };
}

/** Whether a datastore or a version is given by its id. */
export function isId(given: unknown): boolean {
  return isUuid(given);
}

/**
 * The name, as Trove reports it, of a version that is given by name or id. Trove itself is asked for what no list has: a
 * version that is no longer active, or a name in another case or with trailing blanks, for which it would upgrade an
 * instance to the version that it has.
 *
 * @param type the datastore that the version is of.
 * @returns what was given, where Trove knows no such version.
 */
export async function versionNameOf(version: string, type: string, context: Context): Promise<string> {
  const all = await listDatastores(context);
  const { versions = [] } = all.find(({ name }) => name === type) ?? {};
  const listed = versions.find(({ id, name }) => id === version || name === version);
  if (listed !== undefined) return listed.name;
  return context.cache.once(`version ${version} of ${type}`, async () => {
    try {
      return (await context.trove.datastores.version(type, version, { signal: context.signal })).name;
    } catch (error) {
      if (error instanceof ApiError && (error.status === 400 || error.status === 404)) return version;
      throw error;
    }
  });
}

export function listDatastores(context: Context) {
  return context.cache.once("datastores", () => context.trove.datastores.list({ signal: context.signal }));
}

/** The cloud has no such datastore, or no such version of it, that is active. */
export class UnknownDatastoreError extends InputError {
  readonly code = "TROVE_UNKNOWN_DATASTORE";

  constructor(path: string, what: string, offered: readonly { readonly name: string }[]) {
    const list = offered.map(({ name }) => name).join(", ");
    super(path, `this cloud has ${what}. It has ${list ? `${list}: use one of these` : "none"}.`);
  }
}
