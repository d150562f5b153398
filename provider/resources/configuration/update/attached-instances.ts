import { unlessGone } from "../../../trove/errors/is-gone.ts";
import type { Instance } from "../../../trove/types.ts";
import type { Context } from "../../context.ts";
import { findInstance } from "../../instance-actions/find-instance.ts";
import { QueueDeadline } from "../../instance-actions/queue-deadline.ts";
import { readInstance } from "../../instance-actions/read-instance.ts";
import { waitUntilIdle } from "../../instance-actions/wait-until-idle.ts";

type AttachedTask<T> = (attached: readonly Instance[], context: Context) => Promise<T>;

/** Lists the ids of the instances that a group is attached to. */
export async function attachedIds(groupId: string, { trove, signal }: Context): Promise<string[]> {
  const attached = await Array.fromAsync(trove.configurations.instances(groupId, { signal }));
  return attached.map(({ id }) => id);
}

/**
 * Runs a task while no other operation of this process changes an instance that a group is attached to, and each of them is
 * idle or in ERROR.
 *
 * @param task gets the instances, and a context whose deadline does not count the time in the queue
 */
export async function withAttachedInstances<T>(groupId: string, context: Context, task: AttachedTask<T>): Promise<T> {
  const deadline = new QueueDeadline(context.deadline, context.clock, context.locks);
  const own = { ...context, deadline };
  let ids = await attachedIds(groupId, own);
  for (;;) {
    const order = await lockOrder(ids, own);
    if (order.length > 0) own.log.status(`waiting for the attached instances: ${order.length}`);
    const outcome = await lockAll(order, deadline, async () => {
      // Another operation may have attached the group while this one was queued.
      const now = await attachedIds(groupId, own);
      if (now.some((id) => !order.includes(id))) return { missing: now };
      return { result: await task(await waitForAll(now, own), own) };
    });
    if ("result" in outcome) return outcome.result;
    ids = outcome.missing;
  }
}

/**
 * The order in which instances are locked: sources before replicas, and then by id. It is the same for every group, and an
 * update of a source locks its replicas after itself: so no two operations wait for each other.
 */
async function lockOrder(ids: readonly string[], context: Context): Promise<string[]> {
  const read = (id: string) => findInstance(id, context, readInstance({ instanceId: id, context }));
  const ranked = await Promise.all(
    ids.map(async (id) => ({ id, rank: `${(await read(id))?.replicaOf === undefined ? 0 : 1} ${id}` })),
  );
  return ranked.sort((one, other) => (one.rank < other.rank ? -1 : 1)).map(({ id }) => id);
}

function lockAll<T>(ids: readonly string[], deadline: QueueDeadline, task: () => Promise<T>): Promise<T> {
  const [first, ...rest] = ids;
  return first === undefined ? task() : deadline.runExclusive(first, () => lockAll(rest, deadline, task));
}

async function waitForAll(ids: readonly string[], context: Context): Promise<Instance[]> {
  const instances = await Promise.all(ids.map((id) => unlessGone(waitUntilIdle(id, context), { instance: id })));
  return instances.filter((instance) => instance !== undefined);
}
