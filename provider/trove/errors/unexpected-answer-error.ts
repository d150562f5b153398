import { TroveError } from "../../core/trove-error.ts";

/** An answer of success that is not what Trove's API promises: a proxy's page, another service, a newer Trove. */
export class UnexpectedAnswerError extends TroveError {
  readonly code = "TROVE_UNEXPECTED_ANSWER";

  constructor(what: string, problem: string, requestId?: string) {
    const request = requestId === undefined ? "" : ` (request ${requestId})`;
    super(
      `${what} failed: the response does not match Trove's API: ${problem}${request}. Check that the endpoint is Trove's, ` +
        "with version and project.",
    );
  }
}
