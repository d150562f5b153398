import { describeError } from "../../http/describe-error.ts";
import { TroveError } from "../../http/trove-error.ts";

/** The answer to a create was lost, and so was the search for what it did. */
export class UnknownOutcomeError extends TroveError {
  readonly code = "TROVE_UNKNOWN_OUTCOME";

  /** @param isDefault Whether the name is the resource's own: only such an instance does the next create take for this one. */
  constructor(name: string, isDefault: boolean, cause: unknown) {
    super(
      `Whether instance "${name}" was created is not known: ${describeError(cause)} ` +
        (isDefault
          ? "The next `pulumi up` looks for it before it creates another."
          : "Look for it in the cloud, and set adoptId to its id if it is there: the next `pulumi up` creates another."),
      { cause },
    );
  }
}
