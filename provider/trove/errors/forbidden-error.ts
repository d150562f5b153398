import { ApiError, type Failure } from "./api-error.ts";

/** Trove's own 403, and its 401: it answers both for what the user may not do (`trove/common/wsgi.py`, `exception_map`). */
export class ForbiddenError extends ApiError {
  override readonly code = "TROVE_FORBIDDEN";

  constructor(failure: Failure) {
    super(failure, "Do what the server asks for; where it names no way, check the user's role in this project.");
  }
}
