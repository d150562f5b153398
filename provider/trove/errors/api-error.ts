import { TroveError } from "../../core/trove-error.ts";
import { byProxy } from "../../http/proxy/proxy.ts";

/** One refused request, as every error of this folder is made from it. */
export interface Failure {
  /** What was being done, to begin the message with: `Creating instance "db"`. */
  readonly what: string;
  readonly status: number;
  readonly faultName: string | undefined;
  readonly serverMessage: string | undefined;
  readonly trovesOwn: boolean;
  readonly method: string;
  readonly path: string;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  /** The proxy that may have answered itself. */
  readonly proxy?: string | undefined;
  readonly cause: unknown;
}

/**
 * A request that the server answered with 400 or more. The statuses that mean something of their own have subclasses;
 * the rest (405, a 404 of a proxy, Keystone's own 401) is an `ApiError` and no more.
 */
export class ApiError extends TroveError {
  readonly code: string = "TROVE_API";
  readonly status: number;
  /** Trove's name for it: `itemNotFound`, `overLimit`, …; `undefined` when the answer was not Trove's own. */
  readonly faultName: string | undefined;
  /** What the server said, free of markup and of the secrets that were sent. */
  readonly serverMessage: string | undefined;
  /** Whether the body has Trove's own shape: then Trove decided this, and no proxy before it. */
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
  const said = answer.filter(Boolean).join("").replace(/\.$/, "");
  return `${what} failed: ${said}${request}. ${next}${byProxy(trovesOwn ? undefined : proxy)}`;
}
