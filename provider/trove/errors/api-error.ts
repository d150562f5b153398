import { TroveError } from "../../core/trove-error.ts";
import { byProxy } from "../../http/proxy/proxy.ts";

/** A refused request, from which the errors of this folder are created. */
export interface Failure {
  /** The operation, which begins the message: `Creating instance "db"`. */
  readonly what: string;
  readonly status: number;
  readonly faultName: string | undefined;
  readonly serverMessage: string | undefined;
  readonly trovesOwn: boolean;
  readonly method: string;
  readonly path: string;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  /** The proxy that may have sent the response. */
  readonly proxy?: string | undefined;
  readonly cause: unknown;
}

/**
 * The server answered a request with status 400 or higher. Statuses with a meaning of their own have subclasses; all
 * others (405, a proxy's 404, Keystone's own 401) are a plain `ApiError`.
 */
export class ApiError extends TroveError {
  readonly code: string = "TROVE_API";
  readonly status: number;
  /** Trove's name of the error: `itemNotFound`, `overLimit`, …; `undefined` if Trove did not send the response. */
  readonly faultName: string | undefined;
  /** The message of the server, without markup and without the secrets that were sent. */
  readonly serverMessage: string | undefined;
  /**
   * Whether Trove itself sent the response, and not a proxy in front of it: the body has the form of Trove's errors.
   */
  readonly trovesOwn: boolean;
  readonly method: string;
  readonly path: string;
  readonly requestId: string | undefined;

  constructor(failure: Failure, next = NEXT) {
    super(describe(failure, next), { cause: failure.cause });
    this.status = failure.status;
    this.faultName = failure.faultName;
    this.serverMessage = failure.serverMessage;
    this.trovesOwn = failure.trovesOwn;
    this.method = failure.method;
    this.path = failure.path;
    this.requestId = failure.requestId;
  }
}

const NEXT =
  "Unrecognized response. Check that the endpoint is Trove's, or ask the cloud's operator about the request.";

function describe(failure: Failure, next: string): string {
  const { what, status, faultName, serverMessage, trovesOwn, requestId, proxy } = failure;
  const who = trovesOwn ? "Trove" : "the endpoint of Trove";
  const answer = [`${who} answered ${status}`, faultName && ` ${faultName}`, serverMessage && `: ${serverMessage}`];
  const request = requestId ? ` (request ${requestId})` : "";
  const text = answer.filter(Boolean).join("").replace(/\.$/, "");
  return `${what} failed: ${text}${request}. ${next}${byProxy(trovesOwn ? undefined : proxy)}`;
}
