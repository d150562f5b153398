import { isIdle } from "../../trove/instance-status.ts";
import type { Instance } from "../../trove/types.ts";
import type { Context } from "../context.ts";

/** Waits for an instance that another one's change needs: until nothing is under way on it, or it is in ERROR. */
export function waitUntilIdle(id: string, { poller, deadline, signal, log }: Context): Promise<Instance> {
  return poller.waitFor(id, {
    what: `instance ${id} to have no change under way`,
    observe: (look) => look(),
    status: ({ status }) => status,
    progress: ({ name, status }) => `${status} of instance "${name}"`,
    until: (seen) => seen.status === "ERROR" || isIdle(seen),
    pace: poller.pace,
    ...{ deadline, signal, log },
  });
}
