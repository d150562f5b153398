import { boundText, plainText } from "../../../core/server-text.ts";
import { HttpStatusError } from "../../../http/errors/http-status-error.ts";
import { ApiError, type Failure } from "../api-error.ts";
import { NotFoundError } from "../not-found-error.ts";
import {
  BadRequestError,
  BusyError,
  ConflictError,
  ForbiddenError,
  GuestUnreachableError,
  NotImplementedError,
  QuotaError,
  RateLimitError,
  ServerError,
  UnsupportedDatastoreError,
} from "../status-errors.ts";
import { readErrorBody } from "./error-body.ts";
import { missingObject } from "./missing-object.ts";
import { withoutSecrets } from "./secrets.ts";

const UNPROCESSABLE = 422;

/**
 * Converts a response with status 400 or higher to the error for it. Returns any other error unchanged.
 *
 * @param what the operation: `Creating instance "db"`.
 * @param secrets values of the request that the message must not contain.
 */
export function toTroveError(error: unknown, what: string, secrets: readonly string[] = []): unknown {
  if (!(error instanceof HttpStatusError) || error.status < 400) {
    return error;
  }
  // Masked before anything is cut out of it: a line or a title could end within a secret.
  const body = readErrorBody(
    error.status,
    typeof error.body === "string" ? withoutSecrets(boundText(error.body), secrets) : error.body,
  );
  const text = body.message && withoutSecrets(boundText(body.message), secrets);
  return choose(
    {
      what,
      status: error.status,
      faultName: body.faultName,
      serverMessage: text && plainText(text),
      trovesOwn: body.trovesOwn,
      method: error.method,
      path: error.path,
      requestId: error.requestId,
      retryAfterMs: error.retryAfterMs ?? body.retryAfterMs,
      proxy: error.proxy,
      cause: error,
    },
    text,
  );
}

/** @param text The server's message before it was made one plain line, for the names in it. */
function choose(failure: Failure, text = ""): ApiError {
  switch (failure.status) {
    case 400:
    case 422:
      return badRequest(failure);
    case 401:
      return failure.trovesOwn
        ? new ForbiddenError(failure)
        : new ApiError(failure, "The token was refused. Check the credentials, and whether they have expired.");
    case 403:
      return new ForbiddenError(failure);
    case 404:
      return notFound(failure, text);
    case 409:
      return new ConflictError(failure);
    case 413:
      return tooMuch(failure);
    case 429:
      return new RateLimitError(failure);
    case 501:
      return new NotImplementedError(failure);
    default:
      return failure.status >= 500 ? new ServerError(failure) : new ApiError(failure);
  }
}

/**
 * `trove/common/exception.py`: `GuestError`, `GuestTimeout`, `InvalidInstanceState`; all are 400, since Trove maps them
 * to no other status.
 */
function badRequest(failure: Failure): ApiError {
  const message = failure.serverMessage ?? "";
  // The guest agent of PostgreSQL answers a grant with this, without the name (`trove/guestagent/datastore/postgres/service.py`).
  const isRefusedGrant = /^An error occurred communicating with the guest: Database .* cannot be found/.test(message);
  if (isRefusedGrant) return new BadRequestError(failure);
  if (/^An error occurred communicating with the guest|^Timeout trying to connect to the Guest Agent/.test(message)) {
    return new GuestUnreachableError(failure);
  }
  if (
    failure.status === UNPROCESSABLE &&
    failure.trovesOwn &&
    /^Operation not supported for datastore /.test(message)
  ) {
    return new UnsupportedDatastoreError(failure);
  }
  const busy = busyInstance(message);
  return busy ? new BusyError(failure, busy.id, busy.status) : new BadRequestError(failure);
}

/**
 * The texts of `trove/instance/models.py` and `trove/extensions/common/models.py`. Any other 422, such as that for a
 * configuration's bad value, stays as it is however long one waits; so does RESTART_REQUIRED, which only a restart
 * ends.
 */
function busyInstance(message: string): { id: string | undefined; status: string | undefined } | undefined {
  const named = /^Instance (\S+) is (?:not ready|not currently available)/.exec(message);
  if (named) {
    return { id: named[1], status: /(?:status was |Status is |status: )([\w ]+)/.exec(message)?.[1] };
  }
  const status = /cannot be executed because the instance status is currently: (\w+)/.exec(message)?.[1];
  return status === undefined || status === "RESTART_REQUIRED" ? undefined : { id: undefined, status };
}

/** Trove's rate limit and its quotas share a status: only the first says when to come back. */
function tooMuch(failure: Failure): ApiError {
  if (failure.retryAfterMs !== undefined) {
    return new RateLimitError(failure);
  }
  return failure.trovesOwn ? new QuotaError(failure) : new ApiError(failure);
}

function notFound(failure: Failure, text: string): ApiError {
  // "The resource could not be found." is webob's: Trove's router knows no such path, so nothing was looked for.
  if (!failure.trovesOwn || /^The resource could not be found/.test(failure.serverMessage ?? "")) {
    return new ApiError(
      failure,
      "This does not mean that the object was deleted. Check that the endpoint is Trove's, with version and project.",
    );
  }
  const { resource, resourceId } = missingObject(text, failure.path);
  return new NotFoundError(failure, resource, resourceId);
}
