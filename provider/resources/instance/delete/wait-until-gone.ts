import { mayBeDeleting } from "../../../trove/instance-status.ts";
import type { Instance } from "../../../trove/types.ts";
import type { Deadline } from "../../../wait/deadline.ts";
import type { Context } from "../../context.ts";
import { findInstance } from "../../instance-actions/find-instance.ts";

const STALL_TIMEOUT_MS = 60_000;
/**
 * In SHUTDOWN Trove is most likely deleting: it stops the database (15 s at most, more in older releases), then waits up
 * to `server_delete_time_out`, 60 s, for the server to be deleted. Ports, DNS and volumes take additional time
 * (`trove/instance/models.py`, `_delete_resources`; `trove/common/cfg.py`).
 */
const SHUTDOWN_STALL_TIMEOUT_MS = 5 * 60_000;
const GONE = "gone";

/**
 * The status of the instance when a DELETE was sent whose answer was lost; `undefined` once Trove has answered a DELETE.
 */
export type UnconfirmedDelete = string | undefined;

/**
 * Waits until the instance no longer exists, through ERROR, and through a short ACTIVE if a task ends after the DELETE.
 *
 * @returns the instance if its status shows that Trove is not deleting it; `undefined` if it no longer exists
 */
export async function waitUntilGoneOrStalled(
  id: string,
  unconfirmed: UnconfirmedDelete,
  context: Context,
): Promise<Instance | undefined> {
  const { clock, deadline, log, poller, signal } = context;
  let since = clock.now();
  const seen = await poller.waitFor<Instance | typeof GONE>(id, {
    what: `instance ${id} to be gone`,
    observe: async (look) => (await findInstance(id, context, look())) ?? GONE,
    status: (seen) => (seen === GONE ? GONE : seen.status),
    onStatus: () => {
      since = clock.now();
    },
    // The status shows whether an unconfirmed DELETE was accepted, and whether a late task has made the instance ACTIVE again.
    expectsShutdown: () => unconfirmed === undefined && clock.now() - since < STALL_TIMEOUT_MS,
    until: (seen) => seen === GONE || clock.now() - since >= stallTimeout(seen, unconfirmed, deadline),
    pace: poller.pace,
    ...{ deadline, signal, log },
  });
  return seen === GONE ? undefined : seen;
}

/** How long the status may last, in milliseconds, before it shows that Trove is not deleting the instance. */
function stallTimeout(instance: Instance, unconfirmed: UnconfirmedDelete, { budgetMs }: Deadline): number {
  const { status } = instance;
  if (status === "ACTIVE") return STALL_TIMEOUT_MS;
  if (unconfirmed === undefined) return Number.POSITIVE_INFINITY;
  // The status changed after the DELETE was sent, so Trove accepted it.
  if (mayBeDeleting(instance) && status !== unconfirmed) return Number.POSITIVE_INFINITY;
  // An operation with less time would never send a DELETE.
  return status === "SHUTDOWN" ? Math.min(SHUTDOWN_STALL_TIMEOUT_MS, budgetMs / 2) : STALL_TIMEOUT_MS;
}
