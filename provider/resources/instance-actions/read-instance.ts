import type { Instance } from "../../trove/types.ts";
import { quickPace } from "../../wait/pace.ts";
import type { Context } from "../context.ts";

/** Looks at an instance, again and again where a look fails for what can pass, until the deadline at most. */
export function readInstance(id: string, { poller, deadline, signal, log }: Context): Promise<Instance> {
  return poller.waitFor(id, {
    what: `an answer about instance ${id}`,
    observe: (look) => look(),
    status: ({ status }) => status,
    until: () => true,
    pace: quickPace(),
    ...{ deadline, signal, log },
  });
}
