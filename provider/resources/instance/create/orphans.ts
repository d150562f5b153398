import { unlessGone } from "../../../trove/errors/is-gone.ts";
import type { Instance } from "../../../trove/types.ts";
import type { Context } from "../../context.ts";
import { findInstance } from "../../instance-actions/find-instance.ts";
import type { InstanceState } from "../state.ts";
import { OrphanedInstanceError } from "./errors.ts";

/**
 * The instance of this name that an earlier run left when its process died, if there is one: nobody in this process
 * holds it. For a name that the program chose, which says nothing of where an instance came from, it is only warned of.
 *
 * @returns the instance to take over, where `trove:resumeInterrupted` says so.
 * @throws {OrphanedInstanceError} an instance bears this resource's default name.
 */
export async function findOrphan(name: string, context: Context): Promise<Instance | undefined> {
  const namesakes = await findNamesakes(name, context);
  const [first] = namesakes;
  if (first === undefined) return undefined;
  if (name !== context.defaultName) {
    const ids = namesakes.map(({ id }) => id).join(", ");
    context.log.warn(`There is already an instance named "${name}" (${ids}). If an interrupted run left it, \
set adoptId to its id; another one is created now.`);
    return undefined;
  }
  if (context.settings.resumeInterrupted && namesakes.length === 1) return first;
  throw OrphanedInstanceError.ofName(name, namesakes);
}

/**
 * What the state of a new instance records of those that it replaces, as far as they are still there; a GET that fails
 * is no proof that one is gone.
 */
export async function recordOfPredecessors({
  predecessors,
  poller,
  signal,
}: Context): Promise<Pick<InstanceState, "predecessors">> {
  const isThere = (id: string) =>
    unlessGone(poller.get(id, signal), { instance: id }).then(
      (instance) => instance !== undefined,
      () => true,
    );
  const there = await Promise.all(predecessors.map(isThere));
  const left = predecessors.filter((_, index) => there[index]);
  return left.length === 0 ? {} : { predecessors: left };
}

/** Lists the project's instances once a process, with its first create. */
export function listInstances({ cache, poller, signal }: Context): Promise<readonly Instance[]> {
  return cache.once("instances", () => poller.list(signal));
}

/** The list is the process's one list, so each candidate is read again: it may have been deleted since. */
async function findNamesakes(name: string, context: Context): Promise<readonly Instance[]> {
  const listed = await listInstances(context);
  // Asked twice: another resource may adopt one while it is looked at.
  const isFree = (instance: Instance | undefined): instance is Instance =>
    instance?.name === name && !context.knownIds.has(instance.id);
  const look = ({ id }: Instance) => findInstance(id, context);
  return (await Promise.all(listed.filter(isFree).map(look))).filter(isFree);
}
