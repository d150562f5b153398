import { ConnectionError } from "../../http/errors/connection-error.ts";
import { RequestTimeoutError } from "../../http/errors/request-timeout-error.ts";
import { TroveError } from "../../http/trove-error.ts";
import { BusyError } from "../../trove/errors/busy-error.ts";
import { isNotFound, unlessNotFound } from "../../trove/errors/is-not-found.ts";
import type { Instance } from "../../trove/types.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Context } from "../resource.ts";
import { takeFinalBackup } from "./final-backup.ts";
import type { InstanceState } from "./state.ts";

/**
 * A second DELETE of an instance that is going takes it off the quota once more (`trove/instance/models.py`), so it is
 * sent again only after the instance has stood still for so long.
 */
const STANDS_STILL_MS = 60_000;
const GONE = "gone";
type Seen = Instance | typeof GONE;

/** Deletes an instance and waits until it is gone. */
export async function remove(id: string, state: InstanceState, context: Context): Promise<void> {
  if (context.run.takenOver.has(id)) {
    context.log.info(`Instance ${id} is kept: this operation took it over.`);
    return;
  }
  await context.run.exclusive(id, () => removeNow(id, state, context));
}

async function removeNow(id: string, state: InstanceState, context: Context): Promise<void> {
  const found = await unlessNotFound(context.poller.look(id, context.signal));
  if (found === undefined) return;
  if (found.replicas.length > 0) throw new HasReplicasError(found);
  if (state.finalBackup !== undefined && state.built) await takeFinalBackup(found, state.finalBackup.name, context);
  const going = found.status === "SHUTDOWN";
  if (!going) await request(found, state, context);
  await waitUntilGone(id, state, context, going ? ["ACTIVE", "SHUTDOWN"] : ["ACTIVE"]);
}

async function request(instance: Instance, state: InstanceState, context: Context): Promise<void> {
  const { id } = instance;
  if (instance.status === "BUILD" && !state.built) await free(id, context);
  await waitFor({
    what: `instance ${id} to be deletable`,
    observe: () => tryDelete(id, context),
    status: (accepted) => (accepted ? "accepted" : "busy"),
    until: (accepted) => accepted,
    deadline: context.deadline,
    clock: context.clock,
    signal: context.signal,
  });
}

/** What never came up need not be waited for: a tenant may free it (`instance:force_delete`). */
async function free(id: string, context: Context): Promise<void> {
  try {
    await context.trove.instances.resetStatus(id, { signal: context.signal });
  } catch (error) {
    if (!isNotFound(error) && !wasMaybeSent(error)) throw error;
  }
}

/** Whether the instance is going. It is not while nova still builds it, even after `reset_status`: 422. */
async function tryDelete(id: string, context: Context): Promise<boolean> {
  try {
    await context.trove.instances.delete(id, { signal: context.signal });
    return true;
  } catch (error) {
    if (isNotFound(error) || wasMaybeSent(error)) return true;
    if (error instanceof BusyError) return false;
    throw error;
  }
}

function wasMaybeSent(error: unknown): boolean {
  return (error instanceof ConnectionError || error instanceof RequestTimeoutError) && error.sent === "unknown";
}

/**
 * Through ERROR, and through a short ACTIVE when a task ends after the DELETE, until it is not found. An instance that
 * stands still in one of the statuses `idle` is not going: SHUTDOWN alone can also mean that its server is stopped.
 */
async function waitUntilGone(
  id: string,
  state: InstanceState,
  context: Context,
  idle: readonly string[],
): Promise<void> {
  let still = { status: "", since: context.clock.now() };
  await context.poller.waitFor<Seen>(id, {
    what: `instance ${id} to be gone`,
    observe: async (look) => {
      const seen = (await unlessNotFound(look())) ?? GONE;
      const status = seen === GONE ? GONE : seen.status;
      if (status !== still.status) still = { status, since: context.clock.now() };
      if (seen !== GONE && idle.includes(status) && context.clock.now() - still.since >= STANDS_STILL_MS) {
        await request(seen, state, context);
        still = { status, since: context.clock.now() };
      }
      return seen;
    },
    status: (seen) => (seen === GONE ? GONE : seen.status),
    until: (seen) => seen === GONE,
    pace: context.poller.pace,
    deadline: context.deadline,
    signal: context.signal,
    log: context.log,
  });
}

/** The source of replicas cannot be deleted before them (`trove/instance/models.py`, `ReplicaSourceDeleteForbidden`). */
export class HasReplicasError extends TroveError {
  readonly code = "TROVE_HAS_REPLICAS";

  constructor(instance: Instance) {
    super(
      `Instance "${instance.name}" (${instance.id}) was not deleted: it is the source of ${instance.replicas.join(", ")}. ` +
        "Delete or detach its replicas first.",
    );
  }
}
