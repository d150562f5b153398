import type { BusyError } from "../../trove/errors/status-errors.ts";
import { isIdle } from "../../trove/instance-status.ts";
import type { Instance } from "../../trove/types.ts";
import type { Context } from "../context.ts";
import type { Reconciliation } from "../instance/update/reconciliation.ts";
import { findInstance } from "./find-instance.ts";
import { waitUntilIdle } from "./wait-until-idle.ts";

/** A replica that has been in SHUTDOWN for so long is neither restarting nor being deleted. */
const SHUTDOWN_MS = 5 * 60_000;

/**
 * Waits until the other instances that may have made Trove refuse a change are idle. Each refusal becomes the fault of the
 * instance that is asked, so it is not asked meanwhile.
 *
 * From 26 on Trove also refuses changes of a source because of its replicas: any while one has no server, and that of its
 * group while one is busy, without its id (`trove/instance/service.py`, `update`, `_modify_instance`).
 *
 * @returns one that does not become idle by itself: in ERROR, or a replica that stays in SHUTDOWN.
 */
export async function awaitOthers(
  { instanceId }: BusyError,
  seen: Instance,
  work: Reconciliation,
): Promise<Instance | undefined> {
  // A refusal that names none is the instance's own as long as it is not idle.
  if (instanceId === undefined && !isIdle(await work.read())) return undefined;
  const others = instanceId === undefined ? seen.replicas : [instanceId].filter((id) => id !== work.id);
  for (const id of others) {
    const isReplica = seen.replicas.includes(id);
    const wait = isReplica ? waitForReplica(id, work.context) : waitUntilIdle(id, work.context);
    const other = await findInstance(id, work.context, wait);
    if (other?.status === "ERROR" || (isReplica && other?.status === "SHUTDOWN")) return other;
  }
  return undefined;
}

/** As `waitUntilSettled`, but no longer than a few minutes for one in SHUTDOWN. */
function waitForReplica(id: string, { poller, clock, deadline, signal, log }: Context): Promise<Instance> {
  let downSince: number | undefined;
  return poller.waitFor(id, {
    what: `replica ${id} to have no change under way`,
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
