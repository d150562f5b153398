import { toRefusals } from "../diff/property-change.ts";
import { InterruptedError } from "../errors/interrupted-error.ts";
import { RefusedError } from "../errors/refused-error.ts";
import type { GuestKind } from "../guest/shared/guest-lists.ts";
import type { ManagedState } from "../managed-state.ts";
import type { Created } from "../resource.ts";
import { formatChildId } from "./child-id.ts";
import type { ChildTarget } from "./child-target.ts";
import { alreadyExists, inlineFailures } from "./parent.ts";

/** A database or a user to create. */
export interface NewChild<State> {
  readonly kind: GuestKind;
  readonly key: string;
  /** The state from the first request on: the next `pulumi up` resumes the create from there. */
  readonly unfinished: State;
  /** Sends the request. */
  request(): Promise<void>;
  /** Takes over one that an interrupted run has created. */
  takeOver(): Promise<void>;
  /** Waits until it is complete. */
  complete(): Promise<State>;
}

/**
 * Creates a database or a user. The instance is not changed by another operation until the request is accepted; the wait
 * for the guest agent does not hold up others.
 *
 * @throws {RefusedError} it exists already, or the instance declares it inline
 * @throws {InterruptedError} an error after the request: it may exist
 */
export async function createChild<State extends ManagedState>(
  child: NewChild<State>,
  target: ChildTarget,
): Promise<Created<State>> {
  const { kind, key, unfinished } = child;
  const { instanceId, context } = target;
  const id = formatChildId({ instanceId, key });
  const subject = `Creating ${kind === "databases" ? "database" : "user"} ${JSON.stringify(key)}`;
  const conflicts = inlineFailures(kind, instanceId, key, context);
  if (conflicts.length > 0) throw new RefusedError(subject, toRefusals(conflicts));
  try {
    await target.exclusively(async () => {
      if (!(await exists(kind, key, target))) return child.request();
      const refused = alreadyExists(kind, { instanceId, key }, context);
      if (!context.settings.resumeInterrupted) throw new RefusedError(subject, toRefusals([refused]));
      context.log.info(`Instance ${instanceId} already has it: taken over, since trove:resumeInterrupted is set.`);
      return child.takeOver();
    });
    return { id, state: await child.complete() };
  } catch (error) {
    if (target.changedPaths.size === 0) throw error;
    throw new InterruptedError(id, unfinished, error, [...target.changedPaths]);
  }
}

/** A list that began before another change of this process can only be wrong about what that change created or dropped. */
async function exists(kind: GuestKind, key: string, target: ChildTarget): Promise<boolean> {
  const isListed = (await target.recentlyListed(kind)).has(key);
  return isListed && (await target.freshlyListed(kind)).has(key);
}
