import { describeError } from "../../../core/error-text.ts";
import { TroveError } from "../../../core/trove-error.ts";
import type { Instance } from "../../../trove/types.ts";
import { describeInstances } from "./describe-instances.ts";

/** The answer to a create was lost, and nothing proves what the create did. */
export class UnknownOutcomeError extends TroveError {
  readonly code = "TROVE_UNKNOWN_OUTCOME";

  private constructor(name: string, known: string, next: string, cause: unknown) {
    super(`Whether instance "${name}" was created is not known: ${describeError(cause)} ${known}${next}`, { cause });
  }

  /**
   * The search for the instance failed too.
   *
   * @param isDefault whether the name is the resource's own: only such an instance does the next create take for this one.
   */
  static ofSearch(name: string, isDefault: boolean, cause: unknown): UnknownOutcomeError {
    const next = isDefault
      ? "The next `pulumi up` looks for it before it creates another."
      : "Look for it in the cloud, and set adoptId to its id if it is there: the next `pulumi up` creates another.";
    return new UnknownOutcomeError(name, "", next, cause);
  }

  /** Instances with the name that the program chose are there, which this create or somebody else has made. */
  static ofCandidates(name: string, candidates: readonly Instance[], cause: unknown): UnknownOutcomeError {
    return new UnknownOutcomeError(
      name,
      `The cloud now lists ${describeInstances(candidates)} under this name, which this create or somebody else has made. `,
      "If you are sure that one of them is this resource's, set adoptId to its id; otherwise the next `pulumi up` creates another.",
      cause,
    );
  }
}
