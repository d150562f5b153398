import { TroveError } from "../../../core/trove-error.ts";
import { unlessGone } from "../../../trove/errors/is-gone.ts";
import { troveSays } from "../../../trove/instances/fault-text.ts";
import type { Instance } from "../../../trove/types.ts";
import type { Context } from "../../context.ts";
import { findInstance } from "../../instance-actions/find-instance.ts";
import type { InstanceState } from "../state.ts";
import { describeInstances } from "./describe-instances.ts";

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

/** Of several instances nothing tells which one to take over (`findLeftover`). */
const OR_RESUME = ", or run once with `pulumi config set trove:resumeInterrupted true`";

/** An instance with the resource's own default name is there already: creating another would leave two. */
export class OrphanedInstanceError extends TroveError {
  readonly code = "TROVE_LEFTOVER";

  static ofName(name: string, namesakes: readonly Instance[]): OrphanedInstanceError {
    return new OrphanedInstanceError(
      `No instance was created: "${name}", the default name of this resource, is already that of ${describeInstances(namesakes)}. ` +
        "An earlier run that was cut off left it, it is pending deletion, or --replace is to replace it. To take it over, " +
        `set adoptId to its id${namesakes.length === 1 ? OR_RESUME : ""}. To create another one ` +
        "beside it, give this one a name. If --replace is to replace it, set the resource option deleteBeforeReplace.",
    );
  }

  /** It is in ERROR: nothing tells whether it ever was in service, and so it is not to be replaced like one that was not. */
  static broken(leftover: Instance): OrphanedInstanceError {
    return new OrphanedInstanceError(
      `Instance "${leftover.name}" (${leftover.id}), which an earlier run left, is in ERROR. ${troveSays(leftover)} ` +
        "Whether it holds data is not known, so it is neither taken over nor replaced: delete it, or have it repaired, and " +
        "run `pulumi up` again.",
    );
  }
}
