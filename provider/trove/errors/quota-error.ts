import { ApiError, type Failure } from "./api-error.ts";

/** 413 without Retry-After: a quota of the project, or the cloud's greatest volume size. Waiting does not help. */
export class QuotaError extends ApiError {
  override readonly code = "TROVE_QUOTA";

  constructor(failure: Failure) {
    super(failure, "Delete what is not needed, ask for less, or ask the cloud's operator for a larger quota.");
  }
}
