import { isHealthyOrRestartRequired } from "../../../trove/instance-status.ts";
import type { Instance } from "../../../trove/types.ts";
import { awaitFault } from "../../../wait/await-fault.ts";
import type { Context } from "../../context.ts";
import { awaitDeclared } from "../../guest/guest-objects.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";
import { type FailedBuild, isFailedBuild, recordFailedBuild } from "./failed-build.ts";
import { InstanceFailedError } from "./instance-failed-error.ts";

/** Called with each observation, and with the proof that the build failed; returns what the state says then. */
export type OnSeen = (
  instance: Instance,
  failedBuild?: FailedBuild,
) => Pick<InstanceState, "wasActive" | "failedBuild">;

/** An ERROR that comes so long after the last look that showed BUILD may be that of an instance that was in service. */
const UNSEEN_MS = 60_000;

/**
 * Carries an instance from BUILD to service, with all that was declared on it.
 *
 * @param isTakenOver whether the create request was that of another run, so that its declared values are unknown.
 * @returns the databases and users that did not come.
 */
export async function finishBuild(
  instance: Instance,
  inputs: InstanceInputs,
  context: Context,
  onSeen: OnSeen,
  isTakenOver: boolean,
): Promise<readonly string[]> {
  await waitUntilInService(instance, context, onSeen);
  return awaitDeclared(instance.id, inputs, context, isTakenOver, instance.datastore.type);
}

async function waitUntilInService(first: Instance, context: Context, onSeen: OnSeen): Promise<void> {
  const { clock, deadline, log, poller, signal } = context;
  let buildingAt = first.status === "BUILD" ? clock.now() : undefined;
  const seen = await poller.waitFor<Instance>(first.id, {
    what: `instance "${first.name}" (${first.id}) to become ACTIVE`,
    seen: first,
    observe: async (look) => {
      const instance = await look();
      onSeen(instance);
      if (instance.status === "BUILD") buildingAt = clock.now();
      else if (instance.status !== "ERROR") buildingAt = undefined;
      return instance;
    },
    status: (instance) => instance.status,
    until: (instance) => instance.status === "ERROR" || isHealthyOrRestartRequired(instance),
    pace: poller.pace,
    ...{ deadline, signal, log },
  });
  // A configuration group can leave RESTART_REQUIRED behind.
  if (isHealthyOrRestartRequired(seen)) return;
  throw await failure(seen, buildingAt !== undefined && clock.now() - buildingAt <= UNSEEN_MS, context, onSeen);
}

/** @param whileBuilding whether BUILD was seen right before. */
async function failure(instance: Instance, whileBuilding: boolean, context: Context, onSeen: OnSeen) {
  const { clock, log, poller, signal } = context;
  log.status("ERROR; looking for the reason");
  const look = () => poller.get(instance.id, signal);
  const failed = await awaitFault(instance, look, clock, signal);
  let state = onSeen(failed);
  if (whileBuilding && !state.wasActive) {
    state = onSeen(failed, await recordFailedBuild(failed, look, clock, signal));
  }
  return new InstanceFailedError(failed, holdsData(state, failed));
}

function holdsData({ wasActive, failedBuild }: Pick<InstanceState, "wasActive" | "failedBuild">, failed: Instance) {
  if (wasActive) return "likely";
  return isFailedBuild(failedBuild, failed) ? "no" : "unknown";
}
