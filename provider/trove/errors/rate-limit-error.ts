import { ApiError, type Failure } from "./api-error.ts";

/** 413 with Retry-After (`trove/common/limits.py`), or a proxy's 429: too many requests a minute, and retrying has ended. */
export class RateLimitError extends ApiError {
  override readonly code = "TROVE_RATE_LIMIT";
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(failure: Failure) {
    super(failure, "Wait a minute and try again, or run with less at once (`--parallel`).");
    this.retryAfterMs = failure.retryAfterMs;
  }
}
