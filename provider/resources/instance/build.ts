import type { Instance } from "../../trove/types.ts";
import { awaitFault } from "../../wait/await-fault.ts";
import { isInService } from "../../wait/is-in-service.ts";
import type { Context } from "../resource.ts";
import { awaitDeclared } from "./guest-objects.ts";
import type { InstanceInputs } from "./inputs.ts";
import { InstanceFailedError } from "./instance-failed-error.ts";

/** Told each observation; answers with the state that it makes. */
type OnSeen = (instance: Instance) => { readonly built: boolean };

/**
 * Carries an instance from BUILD to service, with all that was declared on it.
 *
 * @returns the databases and users that did not come.
 */
export async function finishBuild(
  instance: Instance,
  inputs: InstanceInputs,
  context: Context,
  onSeen: OnSeen,
): Promise<readonly string[]> {
  await waitUntilInService(instance, context, onSeen);
  return awaitDeclared(instance.id, inputs, context);
}

async function waitUntilInService(first: Instance, context: Context, onSeen: OnSeen): Promise<void> {
  const seen = await context.poller.waitFor<Instance>(first.id, {
    what: `instance ${first.id} to become ACTIVE`,
    seen: first,
    observe: async (look) => {
      const instance = await look();
      onSeen(instance);
      return instance;
    },
    status: (instance) => instance.status,
    until: (instance) => instance.status === "ERROR" || isReady(instance),
    pace: context.poller.pace,
    deadline: context.deadline,
    signal: context.signal,
    log: context.log,
  });
  if (!isReady(seen)) throw await failure(seen, context, onSeen);
}

/** A group with values that need it leaves a restart to be made. */
function isReady(instance: Instance): boolean {
  return instance.status === "RESTART_REQUIRED" || isInService(instance);
}

async function failure(instance: Instance, context: Context, onSeen: OnSeen): Promise<InstanceFailedError> {
  const look = () => context.poller.look(instance.id, context.signal);
  const failed = await awaitFault(instance, look, context.clock, context.signal);
  return new InstanceFailedError(failed, onSeen(failed).built);
}
