import { ApiError, type Failure } from "./api-error.ts";

/** 400, and a 422 that no waiting mends: an argument that Trove does not accept. */
export class BadRequestError extends ApiError {
  override readonly code: string = "TROVE_BAD_REQUEST";

  constructor(failure: Failure, next = "Correct what the server names.") {
    super(failure, next);
  }
}
