import { ApiError, type Failure } from "./api-error.ts";

/** 400 or 422: Trove does not accept an argument. */
export class BadRequestError extends ApiError {
  override readonly code: string = "TROVE_BAD_REQUEST";

  constructor(failure: Failure, next = "Correct the value that the server names.") {
    super(failure, next);
  }
}

/**
 * 422 "Operation not supported for datastore …": this cloud's Trove does not support the operation for the datastore,
 * whatever the status of the instance. Up to release 22, Trove lists and changes databases, users and grants only of
 * MySQL and MariaDB (`trove/extensions/common/models.py`, `load_and_verify`).
 */
export class UnsupportedDatastoreError extends BadRequestError {
  override readonly code = "TROVE_UNSUPPORTED_DATASTORE";

  constructor(failure: Failure) {
    super(
      failure,
      "This cloud's Trove does not support this operation for the datastore. Use SQL in the database instead.",
    );
  }
}

/**
 * 400: Trove's API could not reach the guest agent of the instance. A later request can succeed
 * (`trove/common/exception.py`, `GuestError`, `GuestTimeout`).
 */
export class GuestUnreachableError extends ApiError {
  override readonly code = "TROVE_GUEST_UNREACHABLE";

  constructor(failure: Failure) {
    super(
      failure,
      "Trove could not reach the guest agent. Try again later; if that fails too, restart the instance or ask the cloud's operator.",
    );
  }
}

/**
 * The status of the instance does not permit the request now (`trove/instance/models.py`,
 * `validate_can_perform_action`).
 */
export class BusyError extends ApiError {
  override readonly code = "TROVE_BUSY";
  /** The instance that the message names, which can be a replica or the source of the requested one. */
  readonly instanceId: string | undefined;
  /** The status that the message names: of the instance, its task or its database. */
  readonly instanceStatus: string | undefined;

  constructor(failure: Failure, instanceId: string | undefined, instanceStatus: string | undefined) {
    super(failure, "Wait until the instance is ACTIVE and try again.");
    this.instanceId = instanceId;
    this.instanceStatus = instanceStatus;
  }
}

/** Trove's own 403 or 401: it uses both if the user may not do this (`trove/common/wsgi.py`, `exception_map`). */
export class ForbiddenError extends ApiError {
  override readonly code = "TROVE_FORBIDDEN";

  constructor(failure: Failure) {
    super(failure, "Follow the server's message, or check the user's role in this project.");
  }
}

/** 409: the request depends on an object that is not finished, such as a restore on a backup that is not COMPLETED. */
export class ConflictError extends ApiError {
  override readonly code = "TROVE_CONFLICT";

  constructor(failure: Failure) {
    super(
      failure,
      "The request depends on an object that is not finished, such as a backup. Wait until it is, or use another if it has failed.",
    );
  }
}

/** 413 without Retry-After: a quota of the project, or the largest volume of the cloud. Waiting does not help. */
export class QuotaError extends ApiError {
  override readonly code = "TROVE_QUOTA";

  constructor(failure: Failure) {
    super(failure, "Delete unused resources, request less, or ask the cloud's operator for a larger quota.");
  }
}

/**
 * 413 with Retry-After (`trove/common/limits.py`), or a proxy's 429: too many requests a minute, even after retries.
 */
export class RateLimitError extends ApiError {
  override readonly code = "TROVE_RATE_LIMIT";
  /** Milliseconds that the server asks to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(failure: Failure) {
    super(failure, "Wait a minute and try again, or lower the concurrency (`--parallel`).");
    this.retryAfterMs = failure.retryAfterMs;
  }
}

/** 5xx. If `trovesOwn` is true, Trove itself failed and no longer executes the request. */
export class ServerError extends ApiError {
  override readonly code = "TROVE_SERVER";

  constructor(failure: Failure) {
    super(failure, "Try again. If the error persists, give the request id to the cloud's operator.");
  }
}

/** 501: this cloud or this datastore does not support it. */
export class NotImplementedError extends ApiError {
  override readonly code = "TROVE_NOT_IMPLEMENTED";

  constructor(failure: Failure) {
    super(failure, "This cloud or datastore does not support it. Remove it from the program.");
  }
}
