import type { Cloud } from "../../openstack/credentials.ts";
import type { Instance } from "../../trove/types.ts";
import { InterruptedError } from "../interrupted-error.ts";
import type { Context, Created } from "../resource.ts";
import { finishBuild } from "./build.ts";
import type { InstanceInputs } from "./inputs.ts";
import { type InstanceState, toState } from "./state.ts";

/**
 * Carries an instance that exists into service. From here on there is an id: whatever goes wrong, it is told together
 * with what was reached. `finish` is what there is to do once the instance is in service.
 */
export async function carry(
  instance: Instance,
  inputs: InstanceInputs,
  context: Context,
  options: { readonly cloud: Cloud; readonly built?: boolean; readonly finish?: (id: string) => Promise<void> },
): Promise<Created<InstanceState>> {
  const { cloud } = options;
  let state = toState(inputs, instance, cloud, { built: options.built ?? false, pending: ["create"] });
  const onSeen = (seen: Instance) => {
    state = toState(inputs, seen, cloud, state);
    return state;
  };
  try {
    await finishBuild(instance.id, inputs, context, onSeen);
    await options.finish?.(instance.id);
    return { id: instance.id, state: { ...state, pending: [] } };
  } catch (error) {
    throw new InterruptedError(instance.id, state, error);
  }
}
