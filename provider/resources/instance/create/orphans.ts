import { unlessGone } from "../../../trove/errors/is-gone.ts";
import type { Instance } from "../../../trove/types.ts";
import type { Context } from "../../context.ts";
import { orphanToTakeOver } from "../../creation/orphans.ts";
import { recordOfPredecessors } from "../../creation/predecessors.ts";
import { findInstance } from "../../instance-actions/find-instance.ts";
import type { InstanceState } from "../state.ts";
import { orphanNamed } from "./errors.ts";

/**
 * Finds the orphaned instance of this name.
 *
 * @returns the instance to adopt, if `trove:resumeInterrupted` is set
 * @throws {OrphanError} if an instance has the default name, and is not to be adopted
 */
export async function findOrphan(name: string, context: Context): Promise<Instance | undefined> {
  return orphanToTakeOver(name, await findNamesakes(name, context), context, {
    warning: (orphans) =>
      `There is already an instance named "${name}" (${orphans.map(({ id }) => id).join(", ")}). If an interrupted run ` +
      "orphaned it, set adoptId to its id; another one is created now.",
    refusal: (orphans) => orphanNamed(name, orphans),
  });
}

/** The predecessors that the state of a new instance records. */
export function existingPredecessors(context: Context): Promise<Pick<InstanceState, "predecessors">> {
  const { poller, signal } = context;
  return recordOfPredecessors(
    context,
    async (id) => (await unlessGone(poller.get(id, signal), { instance: id })) !== undefined,
  );
}

/** Lists the instances of the project. The first create of a process sends the request for all of them. */
export function listInstances({ cache, poller, signal }: Context): Promise<readonly Instance[]> {
  return cache.once("instances", () => poller.list(signal));
}

/** Uses the one cached list of the process, so each candidate is read again: it may have been deleted since. */
async function findNamesakes(name: string, context: Context): Promise<readonly Instance[]> {
  const listed = await listInstances(context);
  // Before and after the read: another resource may adopt the instance meanwhile.
  const isOrphan = (instance: Instance | undefined): instance is Instance =>
    instance?.name === name && !context.knownIds.has(instance.id);
  const read = ({ id }: Instance) => findInstance(id, context);
  return (await Promise.all(listed.filter(isOrphan).map(read))).filter(isOrphan);
}
