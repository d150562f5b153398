import { isOutcomeUnknown } from "../../trove/errors/outcome-unknown.ts";
import { BusyError } from "../../trove/errors/status-errors.ts";
import type { CallOptions } from "../../trove/types.ts";
import { isTransient } from "../../wait/is-transient.ts";
import { quickPace } from "../../wait/pace.ts";
import { waitFor } from "../../wait/wait-for.ts";
import { ChangeFailedError } from "../instance-actions/change-failed-error.ts";
import { type InstanceTarget, pathIn, sendChange } from "../instance-actions/instance-target.ts";

/** An instance whose databases and users an operation changes. */
export interface GuestTarget extends InstanceTarget {
  /** The datastore, by name; `undefined` if it is not known. */
  readonly datastoreType: string | undefined;
  /** Whether an interrupted operation is resumed: what it requested last may still take effect. */
  readonly isResuming: boolean;
}

/**
 * Sends a request that the guest agent answers, and that is safe to repeat. Repeats it while the agent is busy or does
 * not answer.
 *
 * @param action what the instance is to do: `list its databases`
 * @throws {ChangeFailedError} the instance is in ERROR.
 */
export async function callGuest<T>(
  target: InstanceTarget,
  action: string,
  request: (options: CallOptions) => Promise<T>,
): Promise<T> {
  const { instanceId, context } = target;
  let result: { readonly value: T } | undefined;
  await waitFor({
    what: `instance ${instanceId} to ${action}`,
    observe: async (signal) => {
      try {
        result = { value: await request({ signal: signal.aborted ? signal : context.signal }) };
        return "done";
      } catch (error) {
        if (error instanceof BusyError) {
          const seen = await context.poller.get(instanceId, signal);
          target.onObserve?.(seen);
          if (seen.status === "ERROR") throw ChangeFailedError.inError(action, seen);
          return "busy";
        }
        // The wait retries a transient error itself, and quotes it if the deadline passes.
        if (!isTransient(error) && isOutcomeUnknown(error)) return "no answer";
        throw error;
      }
    },
    status: (step) => step,
    progress: (step) => `${step}: ${action}`,
    until: (step) => step === "done",
    pace: quickPace(),
    deadline: context.deadline,
    clock: context.clock,
    signal: context.signal,
    log: context.log,
  });
  if (result === undefined) throw new Error("a wait that ended has a result");
  return result.value;
}

/** Sends such a request that changes what is at the path. */
export function changeGuest(
  target: InstanceTarget,
  path: readonly string[],
  action: string,
  request: (options: CallOptions) => Promise<void>,
): Promise<void> {
  const { guestLists } = target.context;
  return callGuest(target, action, async (options) => {
    try {
      await sendChange(target, [pathIn(target, path)], () => request(options));
    } finally {
      guestLists.recordChange(target.instanceId);
    }
  });
}
