import { ApiError } from "../../trove/errors/api-error.ts";
import type { Datastore } from "../../trove/types.ts";
import { tryLookup } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import { InputError } from "../errors/input-error.ts";
import { uuid } from "../rules.ts";

/** A datastore and its version as a program declares them, each by name or by id. */
export interface DeclaredDatastore {
  readonly type?: string | undefined;
  readonly version?: string | undefined;
}

/** The active datastores and versions of the cloud, listed once in the process. */
export function listDatastores({
  cache,
  trove,
  signal,
}: Pick<Context, "cache" | "trove" | "signal">): Promise<readonly Datastore[]> {
  return cache.once("datastores", () => trove.datastores.list({ signal }));
}

/** Whether a datastore or a version is declared by its id. */
export function isId(declared: unknown): boolean {
  return uuid.safeParse(declared).success;
}

/**
 * Checks that the cloud has the datastore and the version, unless its list cannot be fetched. A version without a type
 * belongs to the cloud's default datastore, which no list names: then it is enough that some datastore has it.
 *
 * @throws {UnknownDatastoreError}
 */
export async function assertDatastore(declared: DeclaredDatastore | undefined, context: Context): Promise<void> {
  const { type, version } = declared ?? {};
  if (type === undefined && version === undefined) return;
  const all = await tryLookup(context, () => listDatastores(context));
  if (all === undefined) return;
  const fitting = type === undefined ? all : all.filter(({ id, name }) => id === type || name === type);
  if (type !== undefined && fitting.length === 0) {
    throw new UnknownDatastoreError("datastore.type", `no datastore "${type}"`, all);
  }
  const versions = fitting.flatMap((datastore) => datastore.versions);
  if (version === undefined || versions.some(({ id, name }) => id === version || name === version)) return;
  throw new UnknownDatastoreError("datastore.version", `no version "${version}" of ${type ?? "a datastore"}`, versions);
}

/**
 * The inputs with the names of the datastore and its version instead of their ids. Trove accepts both and reports names,
 * and only names show which version is higher. An id that the cloud does not list stays.
 *
 * @param previous ids that are declared here too are not looked up
 * @param currentType the datastore of an existing instance: with it Trove also reports the name of an inactive version
 */
export async function withDatastoreNames<Inputs extends { readonly datastore?: DeclaredDatastore | undefined }>(
  inputs: Inputs,
  previous: DeclaredDatastore | undefined,
  context: Context,
  currentType?: string,
): Promise<Inputs> {
  const { type, version } = inputs.datastore ?? {};
  const ids = [type !== previous?.type && type, version !== previous?.version && version].filter(isId);
  if (ids.length === 0 || context.connection.isUnreachable) return inputs;
  const datastores = await listDatastores(context);
  const named = [...datastores, ...datastores.flatMap(({ versions }) => versions)];
  const nameOf = <Declared>(declared: Declared) =>
    named.find(({ id }) => ids.includes(id) && id === declared)?.name ?? declared;
  const listed = nameOf(version);
  const isInactive = listed !== undefined && ids.includes(listed) && currentType !== undefined;
  const versionName = isInactive ? await versionNameOf(listed, currentType, context) : listed;
  return { ...inputs, datastore: { ...inputs.datastore, type: nameOf(type), version: versionName } };
}

/**
 * The name that Trove reports for a version that is declared by name or id. Trove itself is asked for what no list has: a
 * version that is no longer active, or a name in another case or with trailing blanks. Trove would upgrade an instance
 * for such a name even if the instance already has that version.
 *
 * @param type the name of the version's datastore
 * @returns the declared version, if Trove does not know it
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

/** The cloud has no such active datastore, or the datastore no such active version. */
export class UnknownDatastoreError extends InputError {
  readonly code = "TROVE_UNKNOWN_DATASTORE";

  constructor(path: string, missing: string, offered: readonly { readonly name: string }[]) {
    const list = offered.map(({ name }) => name).join(", ");
    super(path, `this cloud has ${missing}. ${list ? `Use one of ${list}` : "It has none: ask its operator"}.`);
  }
}
