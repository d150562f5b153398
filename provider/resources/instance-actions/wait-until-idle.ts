import { isIdle } from "../../trove/instance-status.ts";
import type { Instance } from "../../trove/types.ts";
import type { Context } from "../context.ts";

/** Waits until no change of an instance is under way, or it is in ERROR. */
export function waitUntilIdle(id: string, { poller, deadline, signal, log }: Context): Promise<Instance> {
  return poller.waitFor(id, {
    what: `instance ${id} to become idle`,
    observe: (look) => look(),
    status: ({ status }) => status,
    progress: ({ name, status }) => `${status} of instance "${name}"`,
    until: (seen) => seen.status === "ERROR" || isIdle(seen),
    pace: poller.pace,
    ...{ deadline, signal, log },
  });
}
