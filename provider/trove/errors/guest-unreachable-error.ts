import { ApiError, type Failure } from "./api-error.ts";

/** A 400 that means that Trove's API could not reach the agent inside the instance; it can pass (`trove/common/exception.py`, `GuestError`, `GuestTimeout`). */
export class GuestUnreachableError extends ApiError {
  override readonly code = "TROVE_GUEST_UNREACHABLE";

  constructor(failure: Failure) {
    super(
      failure,
      "Trove could not speak with the agent inside the instance. Try again later; if it lasts, restart the instance or ask the cloud's operator.",
    );
  }
}
