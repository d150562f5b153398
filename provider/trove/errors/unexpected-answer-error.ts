import { TroveError } from "../../core/trove-error.ts";

/** A successful response that does not match Trove's API: from a proxy, another service, or a newer Trove. */
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
