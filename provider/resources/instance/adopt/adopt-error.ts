import { describeError } from "../../../core/error-text.ts";
import { TroveError } from "../../../core/trove-error.ts";
import { InputError } from "../../errors/input-error.ts";
import type { InterruptedError } from "../../errors/interrupted-error.ts";
import type { InstanceState } from "../state.ts";

/** The instance that `adoptId` names cannot be adopted, or was not. */
export class AdoptError extends TroveError {
  readonly code = "TROVE_ADOPT";
  /** The argument that the error is about, if it is about one. */
  readonly path: "adoptId" | undefined;
  /** The message without the path. */
  readonly reason: string;

  private constructor(path: "adoptId" | undefined, reason: string) {
    super(path === undefined ? reason : `${path}: ${reason}`);
    this.path = path;
    this.reason = reason;
  }

  static refused(id: string, reason: string): AdoptError {
    return new AdoptError("adoptId", `instance ${id} cannot be adopted: ${reason}`);
  }

  /** An older state of the instance was to be deleted in the process in which the adoption by another resource failed. */
  static abandoned(id: string): AdoptError {
    return new AdoptError(
      undefined,
      `Instance ${id} was not deleted: another resource names it by adoptId, and its adoption failed in this run. ` +
        "Run `pulumi up` again once the adoption can succeed; to delete the instance, remove that resource first.",
    );
  }
}

/** An adoption failed after it may have changed the instance. The code is that of the cause. */
export class InterruptedAdoptionError extends InputError {
  readonly code: string;

  constructor(id: string, { cause, changed, state }: InterruptedError<InstanceState>) {
    const isForeseen = cause instanceof TroveError;
    const reason = isForeseen
      ? cause.message
      : `${describeError(cause)}, which is a bug in pulumi-trove; please report it`;
    super(
      "adoptId",
      `instance ${id} was not adopted, and is not in the state: ${reason.replace(/\.$/, "")}. ` +
        (changed.length === 0 ? "Nothing was changed. " : `Already changed: ${changed.join(", ")}. `) +
        (state.restartRequired ? RESTART_REQUIRED : "") +
        "The next `pulumi up` adopts the instance and continues.",
      { cause },
    );
    this.code = isForeseen ? cause.code : "TROVE_ADOPT";
  }
}

/** Growing a volume makes Trove forget the restart, and no state records it. */
const RESTART_REQUIRED = "Its database still needs a restart, which Trove no longer shows: restart it manually. ";
