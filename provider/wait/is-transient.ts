import { ConnectionError } from "../http/errors/connection-error.ts";
import { RequestTimeoutError } from "../http/errors/request-timeout-error.ts";
import { ApiError } from "../trove/errors/api-error.ts";
import { GuestUnreachableError, RateLimitError, ServerError } from "../trove/errors/status-errors.ts";

const passing = [ConnectionError, RequestTimeoutError, RateLimitError, ServerError, GuestUnreachableError];
const requestTimeout = 408;

/** Whether a look that failed says nothing about what is looked at, and the next one may well succeed. */
export function isTransient(error: unknown): error is Error {
  return (
    passing.some((kind) => error instanceof kind) || (error instanceof ApiError && error.status === requestTimeout)
  );
}
