/** The one way in which the provider speaks HTTP. `createHttp` in `create-http.ts` makes it of got and p-retry. */
export interface Http {
  /**
   * Sends a request and resolves with its answer, when the status is below 400.
   *
   * @throws {HttpStatusError} any other status, once retrying has ended.
   * @throws {ConnectionError} no answer: refused, reset, truncated, unresolvable, TLS.
   * @throws {RequestTimeoutError} no answer within `timeoutMs`.
   * @throws {CancelledError} the signal was aborted while nothing was under way that must not be cut.
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
   * Ends every wait and a GET in flight at once. A mutation that was already sent is not cut: it has 5 s more for its
   * answer.
   */
  readonly signal?: AbortSignal | undefined;
  /** Told of each attempt when it is written to its connection: from then on it may have an effect. */
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
  /** Given where the answer tells the rates that the server takes requests at: reads them, and never throws. */
  readonly parseRates?: ((response: HttpResponse) => readonly RateLimit[]) | undefined;
}

/** How many requests of one verb a server takes. */
export interface RateLimit {
  readonly verb: string;
  readonly perMinute: number;
  /** Of a full bucket of `perMinute`, as it was when the server answered. */
  readonly remaining: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; `undefined` for an empty body. */
  readonly body: unknown;
  /** `X-Openstack-Request-Id`. */
  readonly requestId: string | undefined;
  /** The server's own `Date` in milliseconds since the epoch; `undefined` when it sent none. */
  readonly serverDate: number | undefined;
  /** The proxy that forwarded the request and may have answered itself: `http://proxy.example.com:3128 (HTTP_PROXY)`. */
  readonly proxy?: string | undefined;
}

/**
 * Who the requests come from. It is handed to http/ and not imported by it: openstack/ implements it with Keystone's
 * tokens.
 */
export interface Authorizer {
  /** The headers of the current session (`X-Auth-Token`). */
  headers(signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /**
   * Called once for a request that was answered 401: gives new headers to repeat it with, or `undefined` when this 401
   * does not mean an expired token (Trove answers 401 for what is forbidden).
   */
  renew(
    rejected: Readonly<Record<string, string>>,
    body: unknown,
    signal?: AbortSignal,
  ): Promise<Readonly<Record<string, string>> | undefined>;
}
