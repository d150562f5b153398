import { TroveError } from "../../http/trove-error.ts";

/** The answer to a create was lost, and so was the search for what it did. */
export class UnknownOutcomeError extends TroveError {
  readonly code = "TROVE_UNKNOWN_OUTCOME";

  constructor(name: string, cause: unknown) {
    super(
      `Whether instance "${name}" was created is not known: ${cause instanceof Error ? cause.message : String(cause)} ` +
        "The next `pulumi up` looks for it before it creates another.",
      { cause },
    );
  }
}
