import type { HttpRequest, HttpResponse } from "../http/http.ts";
import type { RateBudget } from "../http/rates/rate-budget.ts";
import type { Cloud } from "./credentials.ts";

/**
 * One login to one cloud: one token and one service catalog for all requests. `openSession` makes it without any I/O; the
 * first request finds the credentials and logs in. A rate budget queues its requests, so that Trove need not refuse any.
 */
export interface Session extends Pick<RateBudget, "perMinute" | "fetchRatesWith"> {
  /** Returns the cloud of this session; logs in if necessary. */
  cloud(signal?: AbortSignal): Promise<Cloud>;
  /** Sends a request to Trove's endpoint; throws what `Http.request` throws. */
  request(request: SessionRequest): Promise<HttpResponse>;
  /** Writes started plus writes finished: any change means that what was read before may be old. */
  changes(): number;
  /** DELETEs started plus DELETEs finished: the part of `changes` that creates and alters nothing. */
  deletes(): number;
  /**
   * The time by the server's clock, in milliseconds since the epoch: its last `Date` plus the time since then.
   * `undefined` before its first response.
   */
  serverNow(): number | undefined;
}

export interface SessionRequest extends Omit<HttpRequest, "url"> {
  /** Below the endpoint, with a leading slash and already encoded: `/instances/detail?limit=20`. */
  readonly path: string;
  /** Whether the body contains a password: it is a warning to send one without TLS. */
  readonly holdsPassword?: boolean | undefined;
}
