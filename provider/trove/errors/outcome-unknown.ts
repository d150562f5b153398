import { ConnectionError } from "../../http/errors/connection-error.ts";
import { RequestTimeoutError } from "../../http/errors/request-timeout-error.ts";
import { ApiError } from "./api-error.ts";
import { ServerError } from "./status-errors.ts";
import { UnexpectedAnswerError } from "./unexpected-answer-error.ts";

/** The usual timeout of a request, here and in load balancers: Trove may still execute a lost POST for that long. */
const REQUEST_TIMEOUT_MS = 60_000;
const HTTP_REQUEST_TIMEOUT = 408;

/** Whether Trove may have executed the failed request: its response was lost, or does not say. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof RequestTimeoutError) return error.sent === "unknown";
  if (error instanceof ApiError) return error instanceof ServerError || error.status === HTTP_REQUEST_TIMEOUT;
  return error instanceof UnexpectedAnswerError;
}

/** For how many milliseconds after it was sent Trove may still execute a request whose outcome is unknown. */
export function uncertainForMs(error: unknown): number {
  // A 500 of Trove itself ends the request. Anything else can leave it on its way.
  return error instanceof ServerError && error.trovesOwn ? 0 : REQUEST_TIMEOUT_MS;
}
