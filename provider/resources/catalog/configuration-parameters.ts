import type { ConfigurationParameter } from "../../trove/types.ts";
import { tryLookup } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import type { NamedDatastore } from "./possible-datastores.ts";

/** The parameters that the values of a configuration group can be compared with. */
export interface KnownParameters {
  /** The datastore and its version, for messages: `mysql 8.0.29`. */
  readonly datastore: string;
  readonly byName: ReadonlyMap<string, ConfigurationParameter>;
  /** Whether these are all parameters of the group's datastore version, so that another name is a mistake. */
  readonly isComplete: boolean;
}

/** The parameters of a datastore version, listed once in the process. */
export function listConfigurationParameters(
  type: string,
  version: string,
  { cache, trove, signal }: Pick<Context, "cache" | "trove" | "signal">,
): Promise<readonly ConfigurationParameter[]> {
  return cache.once(`configuration parameters of ${type} ${version}`, () =>
    trove.datastores.parameters(type, version, { signal }),
  );
}

/**
 * The parameters of the datastore version of a group. If several are possible, because the program leaves the choice to the
 * cloud, those that have the same type in each.
 *
 * @param possible the datastores that the group may be for; empty if none is known
 */
export async function knownParameters(possible: readonly NamedDatastore[], context: Context): Promise<KnownParameters> {
  const lists = await Promise.all(possible.map((one) => tryList(one, context)));
  const byName = new Map<string, ConfigurationParameter>();
  const all = lists.flatMap((list) => list ?? []);
  for (const parameter of all) byName.set(parameter.name, parameter);
  for (const { name, type } of all) if (byName.get(name)?.type !== type) byName.delete(name);
  const [only] = possible;
  const datastore = only === undefined ? "the datastore" : `${only.type} ${only.version ?? ""}`.trim();
  return { datastore, byName, isComplete: lists.length === 1 && lists[0] !== undefined };
}

async function tryList(
  { type, version }: NamedDatastore,
  context: Context,
): Promise<readonly ConfigurationParameter[] | undefined> {
  if (version === undefined) return undefined;
  return tryLookup(context, () => listConfigurationParameters(type, version, context));
}
