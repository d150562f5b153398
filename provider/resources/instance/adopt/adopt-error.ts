import { describeError } from "../../../core/error-text.ts";
import { TroveError } from "../../../core/trove-error.ts";
import type { InterruptedError } from "../../errors/interrupted-error.ts";
import type { InstanceState } from "../state.ts";

/** The instance that adoptId names cannot be taken over, or was not. */
export class AdoptError extends TroveError {
  readonly code = "TROVE_ADOPT";

  static refused(id: string, reason: string): AdoptError {
    return new AdoptError(`adoptId: instance ${id} cannot be adopted: ${reason}`);
  }

  /** A state that held the instance was to be deleted with it, in the run in which another resource's adoption failed. */
  static abandoned(id: string): AdoptError {
    return new AdoptError(
      `Instance ${id} was not deleted: another resource names it by adoptId, and its adoption failed in this run. ` +
        "Run `pulumi up` again once the adoption can succeed; to delete the instance, remove that resource first.",
    );
  }
}

/** An adoption failed on the way, after it may have changed the instance. Its code is that of its cause. */
export class InterruptedAdoptionError extends TroveError {
  readonly code: string;

  constructor(id: string, { cause, changed, state }: InterruptedError<unknown>) {
    const isForeseen = cause instanceof TroveError;
    const reason = isForeseen
      ? cause.message
      : `${describeError(cause)}, which is a bug in pulumi-trove; please report it`;
    super(
      `adoptId: instance ${id} was not adopted, and is not in the state: ${reason.replace(/\.$/, "")}. ` +
        (changed.length === 0 ? "Nothing was changed. " : `Already changed: ${changed.join(", ")}. `) +
        ((state as InstanceState).restartRequired ? RESTART_REQUIRED : "") +
        "The next `pulumi up` adopts it and carries on.",
      { cause },
    );
    this.code = isForeseen ? cause.code : "TROVE_ADOPT";
  }
}

/** The growth of a volume makes Trove forget it, and no state remembers it. */
const RESTART_REQUIRED = "Its database still has to be restarted, which Trove no longer shows: restart it by hand. ";
