import { ApiError, type Failure } from "./api-error.ts";

/** 501: this cloud, or this datastore, cannot do it. */
export class NotImplementedError extends ApiError {
  override readonly code = "TROVE_NOT_IMPLEMENTED";

  constructor(failure: Failure) {
    super(failure, "This cloud or datastore does not offer it; leave it out of the program.");
  }
}
