import type { RateLimit } from "./rates/rate-bucket.ts";

/** Sends HTTP requests; all of the provider uses it. `createHttp` builds it on got and p-retry. */
export interface Http {
  /**
   * Sends a request and returns its response if the status is below 400.
   *
   * @throws {HttpStatusError} any other status, after the last retry.
   * @throws {ConnectionError} no response: refused, reset, truncated, unresolvable, TLS.
   * @throws {RequestTimeoutError} no response within `timeoutMs`.
   * @throws {CancelledError} the signal was aborted, and no mutation was waiting for its response.
   */
  request(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. Never part of an error or a log. */
  readonly json?: unknown;
  /**
   * Ends every wait and a GET in progress at once. A mutation that was already sent is not aborted: it has 5 s more to
   * get its response.
   */
  readonly signal?: AbortSignal | undefined;
  /** Called for each attempt when it is written to its connection: from then on it may have an effect. */
  readonly onSent?: (() => void) | undefined;
  /**
   * Milliseconds for one attempt.
   * @default 60000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Whether sending it twice does no harm.
   * @default true for GET, else false
   */
  readonly repeatable?: boolean | undefined;
  /**
   * Whether an integer of the response that a number cannot hold exactly becomes a `bigint`, instead of losing digits.
   * @default false
   */
  readonly exactIntegers?: boolean | undefined;
  /** Parses the rate limits in the response (only for GET /limits). Must not throw. */
  readonly parseRates?: ((response: HttpResponse) => readonly RateLimit[]) | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; `undefined` for an empty body. */
  readonly body: unknown;
  /** `X-Openstack-Request-Id`. */
  readonly requestId: string | undefined;
  /** The server's `Date` in milliseconds since the epoch; `undefined` if it sent none. */
  readonly serverDate: number | undefined;
  /** The proxy that forwarded the request and may have answered it: `http://proxy.example.com:3128 (HTTP_PROXY)`. */
  readonly proxy?: string | undefined;
}

/** Puts a login on requests. `openstack/` implements it with Keystone's tokens; `http/` must not import that. */
export interface Authorizer {
  /** Returns the headers of the current login (`X-Auth-Token`). */
  headers(signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /**
   * Called once for a request that was answered 401. Returns new headers to repeat it with, or `undefined` if this 401 does
   * not mean an expired token (Trove answers 401 for what is forbidden).
   */
  renew(
    rejected: Readonly<Record<string, string>>,
    body: unknown,
    signal?: AbortSignal,
  ): Promise<Readonly<Record<string, string>> | undefined>;
}
