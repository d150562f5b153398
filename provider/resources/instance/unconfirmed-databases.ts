import { BusyError } from "../../trove/errors/busy-error.ts";
import { GuestUnreachableError } from "../../trove/errors/guest-unreachable-error.ts";
import { isOutOfReach } from "../out-of-reach.ts";
import type { Context } from "../resource.ts";
import { same } from "../same.ts";
import { holdsUnknown } from "../unknown-value.ts";
import { fetchDatabases } from "./guest-objects.ts";
import type { DeclaredDatabases, InstanceInputs } from "./inputs.ts";
import type { InstanceState } from "./state.ts";

/**
 * The state without those databases that an interrupted update may have asked for, that the program no longer declares
 * as they were, and that do not exist: nothing is to be dropped there, and nothing would change. Where the instance
 * cannot be asked they count as existing, since they may hold data.
 */
export async function withoutUnconfirmedDatabases(
  id: string,
  state: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  const { databases } = state;
  if (databases === undefined || inputs.databases === undefined || holdsUnknown(inputs.databases)) return state;
  if (!state.pending.includes("update") || context.run.outOfReach) return state;
  const changed = changedNames(databases, inputs.databases);
  if (changed.length === 0) return state;
  const existing = await list(id, context);
  if (existing === undefined) return state;
  const isThere = (name: string) => !changed.includes(name) || existing.has(name);
  return { ...state, databases: Object.fromEntries(Object.entries(databases).filter(([name]) => isThere(name))) };
}

function changedNames(was: DeclaredDatabases, is: DeclaredDatabases): readonly string[] {
  return Object.keys(was).filter((name) => !Object.hasOwn(is, name) || !same(was[name], is[name]));
}

async function list(id: string, { trove, signal }: Context): Promise<ReadonlySet<string> | undefined> {
  try {
    return await fetchDatabases(id, trove, { signal });
  } catch (error) {
    if (error instanceof BusyError || error instanceof GuestUnreachableError || isOutOfReach(error)) return undefined;
    throw error;
  }
}
