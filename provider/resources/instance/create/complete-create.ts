import { isHealthyOrRestartRequired } from "../../../trove/instance-status.ts";
import type { Instance } from "../../../trove/types.ts";
import { awaitFault } from "../../../wait/await-fault.ts";
import type { Context } from "../../context.ts";
import { InterruptedError } from "../../errors/interrupted-error.ts";
import { awaitCreatedContents } from "../../guest/created-contents.ts";
import { declaredInputs } from "../../managed-state.ts";
import type { Created } from "../../resource.ts";
import type { InstanceInputs } from "../arguments.ts";
import { type InstanceState, toState, withKnownAddresses } from "../state.ts";
import { reconcile } from "../update/reconcile.ts";
import { Reconciliation } from "../update/reconciliation.ts";
import { InstanceFailedError } from "./errors.ts";
import { type FailedBuild, isFailedBuild, recordFailedBuild } from "./failed-build.ts";

/** Called with each observation, and with the proof that the build failed. Returns the new state. */
type OnInstance = (instance: Instance, failedBuild?: FailedBuild) => InstanceState;

/** An ERROR that is first seen this long after BUILD may be that of an instance that was ACTIVE in between. */
const UNSEEN_MS = 60_000;

/**
 * Waits until an instance is ACTIVE, with the databases and users of its create request, then reconciles it with the
 * inputs.
 *
 * @param initial its declared arguments are those that the create request applied
 * @throws {InterruptedError} whatever fails: the instance exists, so its id and the progress so far must be saved
 */
export async function completeCreate(
  instance: Instance,
  initial: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<Created<InstanceState>> {
  const { id, datastore } = instance;
  const requested = declaredInputs(initial);
  const isRequested = initial.adoptionToken === undefined;
  const created = { instanceId: id, datastoreType: datastore.type, declared: requested, isRequested };
  let state = initial;
  const onInstance: OnInstance = (seen, failedBuild) => {
    const record = failedBuild === undefined ? state : { ...state, failedBuild };
    state = toState(requested, withKnownAddresses(seen, state), state.cloud, record);
    return state;
  };
  let missing: readonly string[];
  try {
    await waitUntilActive(instance, context, onInstance);
    missing = await awaitCreatedContents(created, context);
  } catch (error) {
    throw new InterruptedError(id, state, error);
  }
  const applied = without(missing, requested);
  return { id, state: await reconcile(new Reconciliation(id, state, applied, inputs, context)) };
}

async function waitUntilActive(first: Instance, context: Context, onInstance: OnInstance): Promise<void> {
  const { clock, deadline, log, poller, signal } = context;
  let buildingAt = first.status === "BUILD" ? clock.now() : undefined;
  const instance = await poller.waitFor<Instance>(first.id, {
    what: `instance "${first.name}" (${first.id}) to become ACTIVE`,
    seen: first,
    observe: async (look) => {
      const instance = await look();
      onInstance(instance);
      if (instance.status === "BUILD") buildingAt = clock.now();
      else if (instance.status !== "ERROR") buildingAt = undefined;
      return instance;
    },
    status: ({ status }) => status,
    until: (instance) => instance.status === "ERROR" || isHealthyOrRestartRequired(instance),
    pace: poller.pace,
    ...{ deadline, signal, log },
  });
  // A configuration group can leave RESTART_REQUIRED behind.
  if (isHealthyOrRestartRequired(instance)) return;
  const failedInBuild = buildingAt !== undefined && clock.now() - buildingAt <= UNSEEN_MS;
  throw await explainError(instance, failedInBuild, context, onInstance);
}

/** @param failedInBuild whether ERROR followed BUILD, so that the instance may prove that it was never ACTIVE */
async function explainError(
  instance: Instance,
  failedInBuild: boolean,
  { clock, log, poller, signal }: Context,
  onInstance: OnInstance,
): Promise<InstanceFailedError> {
  log.status("ERROR; reading the reason");
  const read = () => poller.get(instance.id, signal);
  const failed = await awaitFault(instance, read, clock, signal);
  let state = onInstance(failed);
  if (failedInBuild && !state.wasActive) {
    state = onInstance(failed, await recordFailedBuild(failed, read, clock, signal));
  }
  if (state.wasActive) return new InstanceFailedError(failed, "likely");
  return new InstanceFailedError(failed, isFailedBuild(state.failedBuild, failed) ? "no" : "unknown");
}

/** The inputs without the databases and users that are missing. */
function without(missing: readonly string[], { databases, users, ...rest }: InstanceInputs): InstanceInputs {
  const existing = <Value>(all: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => !missing.includes(key)));
  return {
    ...rest,
    ...(databases === undefined ? {} : { databases: existing(databases) }),
    ...(users === undefined ? {} : { users: existing(users) }),
  };
}
