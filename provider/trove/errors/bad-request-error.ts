import { ApiError, type Failure } from "./api-error.ts";

/** 400, and a 422 that no waiting mends: an argument that Trove does not accept. */
export class BadRequestError extends ApiError {
  override readonly code = "TROVE_BAD_REQUEST";

  constructor(failure: Failure) {
    super(failure, "Correct what the server names.");
  }
}
