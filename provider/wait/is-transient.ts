import { ConnectionError } from "../http/errors/connection-error.ts";
import { RequestTimeoutError } from "../http/errors/request-timeout-error.ts";
import { ApiError } from "../trove/errors/api-error.ts";
import { GuestUnreachableError, RateLimitError, ServerError } from "../trove/errors/status-errors.ts";

const TRANSIENT = [ConnectionError, RequestTimeoutError, RateLimitError, ServerError, GuestUnreachableError];
const HTTP_REQUEST_TIMEOUT = 408;

/** Whether a failed read proves nothing about the object, and the next read may succeed. */
export function isTransient(error: unknown): error is Error {
  return (
    TRANSIENT.some((kind) => error instanceof kind) ||
    (error instanceof ApiError && error.status === HTTP_REQUEST_TIMEOUT)
  );
}
