import { mayBeDeleting } from "../../../trove/instance-status.ts";
import type { Instance } from "../../../trove/types.ts";
import type { Deadline } from "../../../wait/deadline.ts";
import type { Context } from "../../context.ts";
import { findInstance } from "../../instance-actions/find-instance.ts";

/**
 * A second DELETE of an instance that is going takes it off the quota once more (`trove/instance/models.py`, `delete`),
 * so it is sent again only after the instance has stood still for so long.
 */
const STANDS_STILL_MS = 60_000;
/**
 * In SHUTDOWN Trove is most likely at work: it stops the database (15 s at most, more in older Troves), then waits up to
 * `server_delete_time_out`, 60 s, for the server to go; ports, DNS and volumes come on top, as long as their services
 * take (`trove/instance/models.py`, `_delete_resources`; `trove/common/cfg.py`).
 */
const STANDS_STILL_IN_SHUTDOWN_MS = 5 * 60_000;
const GONE = "gone";
type Seen = Instance | typeof GONE;

/**
 * The status in which the instance was when it is not known whether Trove took a DELETE of it; `undefined` once Trove
 * has answered one.
 */
export type UnconfirmedDelete = string | undefined;

/**
 * Through ERROR, and through a short ACTIVE when a task ends after the DELETE, until it is not found.
 *
 * @param askAgain sends a DELETE to an instance that has stood still as one that is going does not.
 */
export async function waitUntilGone(
  id: string,
  firstDoubt: UnconfirmedDelete,
  context: Context,
  askAgain: (seen: Instance) => Promise<UnconfirmedDelete>,
): Promise<void> {
  let doubt = firstDoubt;
  for (;;) {
    const seen = await waitUntilGoneOrStill(id, doubt, context);
    if (seen === GONE) return;
    doubt = await askAgain(seen);
  }
}

async function waitUntilGoneOrStill(id: string, doubt: UnconfirmedDelete, context: Context): Promise<Seen> {
  const { clock, deadline, log, poller, signal } = context;
  let since = clock.now();
  return poller.waitFor<Seen>(id, {
    what: `instance ${id} to be gone`,
    observe: async (look) => (await findInstance(id, context, look())) ?? GONE,
    status: (seen) => (seen === GONE ? GONE : seen.status),
    onStatus: () => {
      since = clock.now();
    },
    // The status says whether a DELETE in doubt was accepted, or whether a task that ended late has made it ACTIVE again.
    expectsShutdown: () => doubt === undefined && clock.now() - since < STANDS_STILL_MS,
    until: (seen) => seen === GONE || clock.now() - since >= stallTimeout(seen, doubt, deadline),
    pace: poller.pace,
    deadline,
    signal,
    log,
  });
}

/** For how long a status may last before it says that the instance is not going. */
function stallTimeout(seen: Instance, doubt: UnconfirmedDelete, { budgetMs }: Deadline): number {
  const { status } = seen;
  if (status === "ACTIVE") return STANDS_STILL_MS;
  if (doubt === undefined) return Number.POSITIVE_INFINITY;
  // It got there since: so the DELETE was taken.
  if (mayBeDeleting(seen) && status !== doubt) return Number.POSITIVE_INFINITY;
  // With less time than that in all, it would never be asked to go.
  return status === "SHUTDOWN" ? Math.min(STANDS_STILL_IN_SHUTDOWN_MS, budgetMs / 2) : STANDS_STILL_MS;
}
