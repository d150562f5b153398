import { unlessGone } from "../../trove/errors/is-gone.ts";
import type { ConfigurationGroup, ConfigurationSummary } from "../../trove/types.ts";
import type { Context } from "../context.ts";

/** Reads a group; `undefined` if it does not exist. */
export function findGroup(id: string, { trove, signal }: Context): Promise<ConfigurationGroup | undefined> {
  return unlessGone(trove.configurations.get(id, { signal }), { configuration: id });
}

/** Lists the groups of the project. */
export function listGroups({ trove, signal }: Context): Promise<ConfigurationSummary[]> {
  return Array.fromAsync(trove.configurations.list({ signal }));
}

/** Lists them once in the process: the first create of a process sends the requests for all of them. */
export function listGroupsOnce(context: Context): Promise<readonly ConfigurationSummary[]> {
  return context.cache.once("configuration groups", () => listGroups(context));
}
