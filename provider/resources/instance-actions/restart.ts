import { isOutcomeUnknown } from "../../trove/errors/outcome-unknown.ts";
import { isHealthyOrRestartRequired } from "../../trove/instance-status.ts";
import { applyChange } from "./apply-change.ts";
import type { InstanceTarget } from "./instance-target.ts";

/**
 * Restarts the database of an instance, and waits until it answers again. The caller has the program's consent.
 *
 * @param paths of the arguments that ask for the restart
 */
export async function restart(target: InstanceTarget, paths: readonly string[]): Promise<void> {
  const { trove, signal } = target.context;
  let hasRestarted = false;
  let isAnswerLost = false;
  await applyChange(target, {
    what: "restart",
    action: "restart",
    paths,
    isReady: (seen) => {
      const isReady = isHealthyOrRestartRequired(seen);
      // Nothing else shows that a request without an answer took effect.
      if (isAnswerLost && !isReady) hasRestarted = true;
      return isReady;
    },
    isApplied: (seen) => hasRestarted && seen.status !== "RESTART_REQUIRED",
    mustNotRepeat: true,
    request: async () => {
      isAnswerLost = true;
      await trove.instances.restart(target.instanceId, { signal }).catch((error: unknown) => {
        isAnswerLost = isOutcomeUnknown(error);
        throw error;
      });
      hasRestarted = true;
    },
  });
}
