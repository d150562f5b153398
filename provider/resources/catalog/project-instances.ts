import type { Instance } from "../../trove/types.ts";
import type { Context } from "../context.ts";

/** The instances of the project, listed once in the process: only for checks, which an older list may serve. */
export function listProjectInstances({ cache, trove, signal }: Context): Promise<readonly Instance[]> {
  return cache.once("instances of the project", () => Array.fromAsync(trove.instances.list({ signal })));
}
