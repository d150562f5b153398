import type { BusyError } from "../../trove/errors/status-errors.ts";
import { isIdle } from "../../trove/instance-status.ts";
import type { Instance } from "../../trove/types.ts";
import type { Context } from "../context.ts";
import { findInstance } from "./find-instance.ts";
import type { InstanceTarget } from "./instance-target.ts";
import { readInstance } from "./read-instance.ts";
import { waitUntilIdle } from "./wait-until-idle.ts";

/** A replica that has been in SHUTDOWN for this long is neither restarting nor being deleted. */
const SHUTDOWN_MS = 5 * 60_000;

/**
 * Waits until the other instances that may have made Trove refuse a change are idle. Meanwhile no request is sent, since
 * Trove records each refusal as the fault of the instance.
 *
 * Trove 26 and later also refuses a change of a source because of its replicas: any change while a replica has no server,
 * and a change of the configuration group while a replica is busy, without the replica's id (`trove/instance/service.py`,
 * `update`, `_modify_instance`).
 *
 * @returns an instance that will not become idle: one in ERROR, or a replica that stays in SHUTDOWN.
 */
export async function awaitOthers(
  { instanceId }: BusyError,
  seen: Instance,
  target: InstanceTarget,
): Promise<Instance | undefined> {
  const { context } = target;
  // While the instance itself is busy, a refusal without an id is about that.
  if (instanceId === undefined && !isIdle(await readInstance(target))) return undefined;
  const others = instanceId === undefined ? seen.replicas : [instanceId].filter((id) => id !== target.instanceId);
  for (const id of others) {
    const isReplica = seen.replicas.includes(id);
    const wait = isReplica ? waitForReplica(id, context) : waitUntilIdle(id, context);
    const other = await findInstance(id, context, wait);
    if (other?.status === "ERROR" || (isReplica && other?.status === "SHUTDOWN")) return other;
  }
  return undefined;
}

/** Waits as `waitUntilIdle` does, but at most `SHUTDOWN_MS` while the replica is in SHUTDOWN. */
function waitForReplica(id: string, { poller, clock, deadline, signal, log }: Context): Promise<Instance> {
  let downSince: number | undefined;
  return poller.waitFor(id, {
    what: `replica ${id} to become idle`,
    observe: (look) => look(),
    status: ({ status }) => status,
    progress: ({ name, status }) => `${status} of replica "${name}"`,
    until: (seen) => {
      downSince = seen.status === "SHUTDOWN" ? (downSince ?? clock.now()) : undefined;
      const isDown = downSince !== undefined && clock.now() - downSince >= SHUTDOWN_MS;
      return isDown || seen.status === "ERROR" || isIdle(seen);
    },
    pace: poller.pace,
    ...{ deadline, signal, log },
  });
}
