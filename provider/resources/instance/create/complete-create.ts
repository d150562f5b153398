import type { Cloud } from "../../../openstack/credentials.ts";
import type { Instance } from "../../../trove/types.ts";
import type { Context } from "../../context.ts";
import { InterruptedError } from "../../errors/interrupted-error.ts";
import type { Created } from "../../resource.ts";
import type { InstanceInputs } from "../arguments.ts";
import { type Bookkeeping, type InstanceState, toState, withKnownAddresses } from "../state.ts";
import { reconcile } from "../update/reconcile.ts";
import { Reconciliation } from "../update/reconciliation.ts";
import { finishBuild, type OnSeen } from "./wait-for-build.ts";

/**
 * Carries an instance that exists into service, and to all that the program says. From here on there is an id: whatever
 * goes wrong, it is told together with what was reached.
 *
 * @param said what the instance was asked to be so far; `inputs` is what it shall be.
 */
export async function completeCreate(
  instance: Instance,
  { said, inputs }: { readonly said: InstanceInputs; readonly inputs: InstanceInputs },
  context: Context,
  cloud: Cloud,
  record: Bookkeeping,
): Promise<Created<InstanceState>> {
  let state = toState(said, instance, cloud, { ...record, pending: ["create"] });
  const onSeen: OnSeen = (seen, failedBuild) => {
    state = toState(said, withKnownAddresses(seen, state), cloud, { ...state, ...(failedBuild && { failedBuild }) });
    return state;
  };
  let reached: InstanceInputs;
  try {
    reached = without(said, await finishBuild(instance, said, context, onSeen, record.adoptionToken !== undefined));
  } catch (error) {
    throw new InterruptedError(instance.id, state, error);
  }
  return { id: instance.id, state: await reconcile(new Reconciliation(instance.id, state, reached, inputs, context)) };
}

/** What was said, but for the databases and users that are not there. */
function without({ databases, users, ...rest }: InstanceInputs, missing: readonly string[]): InstanceInputs {
  const there = <Value>(all: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => !missing.includes(key)));
  return {
    ...rest,
    ...(databases === undefined ? {} : { databases: there(databases) }),
    ...(users === undefined ? {} : { users: there(users) }),
  };
}
