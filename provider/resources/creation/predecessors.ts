import type { Context } from "../context.ts";
import type { ManagedState } from "../managed-state.ts";

/**
 * The predecessors that the state of a new resource records: those that still exist. A read that fails does not prove that
 * one is gone.
 *
 * @param exists whether the object with this id exists
 */
export async function recordOfPredecessors(
  { predecessors }: Pick<Context, "predecessors">,
  exists: (id: string) => Promise<boolean>,
): Promise<Pick<ManagedState, "predecessors">> {
  const existing = await Promise.all(predecessors.map((id) => exists(id).catch(() => true)));
  const kept = predecessors.filter((_, index) => existing[index]);
  return kept.length === 0 ? {} : { predecessors: kept };
}
