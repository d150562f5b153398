import { isGone } from "../../trove/errors/is-gone.ts";
import { isOutcomeUnknown } from "../../trove/errors/outcome-unknown.ts";
import { BadRequestError } from "../../trove/errors/status-errors.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Context } from "../context.ts";
import { GroupAttachedError } from "./errors.ts";
import type { ConfigurationState } from "./state.ts";
import { attachedIds } from "./update/attached-instances.ts";

/** How long a delete waits for others of the same run to detach the group, or to delete the instance that has it. */
const DETACHED_WITHIN_MS = 10_000;

/** The answer to a DELETE. `detaching`: others have detached the group meanwhile. `no answer`: it was lost. */
type DeleteAnswer = "gone" | "attached" | "detaching" | "no answer";

/**
 * Deletes a configuration group. A group that another resource took over is kept.
 *
 * @throws {GroupAttachedError} it is still attached to an instance
 */
export async function deleteConfiguration(id: string, state: ConfigurationState, context: Context): Promise<void> {
  const { clock, deadline, knownIds, log, signal } = context;
  if (knownIds.isClaimedByAnother(id, state.adoptionToken)) {
    log.info(`Configuration group ${id} is kept: another resource of this stack took it over.`);
    return;
  }
  const until = clock.now() + DETACHED_WITHIN_MS;
  const answer = await waitFor({
    what: `configuration group ${id} to be deleted`,
    observe: () => sendDelete(id, context),
    status: (answer) => answer,
    until: (answer) => answer === "gone" || (answer === "attached" && clock.now() >= until),
    ...{ deadline, clock, signal, log },
  });
  if (answer === "attached") throw await stillAttached(id, state, context);
  knownIds.forget(id);
}

/** A group that no longer exists counts as deleted. Trove deletes one at once, so a DELETE can be repeated. */
async function sendDelete(id: string, context: Context): Promise<DeleteAnswer> {
  const { trove, signal } = context;
  try {
    await trove.configurations.delete(id, { signal });
    return "gone";
  } catch (error) {
    if (isGone(error, { configuration: id })) return "gone";
    if (isOutcomeUnknown(error)) return "no answer";
    if (!(error instanceof BadRequestError) || !isAttached(error)) throw error;
    const attached = await attachedIds(id, context);
    await waitForOperations(attached, context);
    return (await attachedIds(id, context)).length < attached.length ? "detaching" : "attached";
  }
}

/** `InstanceAssignedToConfiguration` (`trove/common/exception.py`). */
function isAttached({ serverMessage = "" }: BadRequestError): boolean {
  return /^A configuration group cannot be deleted if it is associated/.test(serverMessage);
}

/** Waits for the operations of this process on the instances: they may detach the group, or delete an instance. */
async function waitForOperations(ids: readonly string[], { locks }: Context): Promise<void> {
  await Promise.all(ids.map((id) => locks.runExclusive(id, async () => {})));
}

async function stillAttached(
  id: string,
  { name = id }: ConfigurationState,
  context: Context,
): Promise<GroupAttachedError> {
  const ids = await attachedIds(id, context);
  return new GroupAttachedError(
    { id, name },
    ids.map((instanceId) => ({ id: instanceId })),
  );
}
