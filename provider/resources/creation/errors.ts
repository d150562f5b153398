import { describeError } from "../../core/error-text.ts";
import { TroveError } from "../../core/trove-error.ts";

/** The answer to a create request was lost, and nothing proves whether Trove created an object. */
export class UnknownOutcomeError extends TroveError {
  readonly code = "TROVE_UNKNOWN_OUTCOME";

  /**
   * @param what the object, with its name: `instance "db"`
   * @param advice what is known, and what to do
   */
  constructor(what: string, advice: string, cause: unknown) {
    super(`Whether ${what} was created is not known: ${describeError(cause)} ${advice}`, { cause });
  }
}

/**
 * The answer to a create request was lost, and the request may have created any of several objects, or was sent again and
 * created two.
 */
export class AmbiguousCreateError extends TroveError {
  readonly code = "TROVE_AMBIGUOUS_CREATE";
}

/** An object already has the default name of the resource, so it may be an orphan of this resource. */
export class OrphanError extends TroveError {
  readonly code = "TROVE_LEFTOVER";
}

/** Follows the advice about one orphan. Of several, nothing shows which one to take over. */
export const OR_RESUME = ", or run once with `pulumi config set trove:resumeInterrupted true`";
