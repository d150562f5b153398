import type { Instance } from "../../trove/types.ts";
import { quickPace } from "../../wait/pace.ts";
import type { InstanceTarget } from "./instance-target.ts";

/** Reads an instance. Retries transient errors until the deadline. */
export async function readInstance(target: InstanceTarget): Promise<Instance> {
  const { instanceId, context } = target;
  const { poller, deadline, signal, log } = context;
  const instance = await poller.waitFor(instanceId, {
    what: `an answer about instance ${instanceId}`,
    observe: (look) => look(),
    status: ({ status }) => status,
    until: () => true,
    pace: quickPace(),
    ...{ deadline, signal, log },
  });
  target.onObserve?.(instance);
  return instance;
}
