import { ApiError, type Failure } from "./api-error.ts";

/** 409: what is asked for depends on something unfinished, a restore on a backup that is not COMPLETED for one. */
export class ConflictError extends ApiError {
  override readonly code = "TROVE_CONFLICT";

  constructor(failure: Failure) {
    super(
      failure,
      "Wait until what it depends on is finished, then try again; what has failed never will be: use another.",
    );
  }
}
