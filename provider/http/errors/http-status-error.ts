import { STATUS_CODES } from "node:http";
import { TroveError } from "../../core/trove-error.ts";
import { parseRetryAfter } from "../exchange/retry-after.ts";
import type { HttpRequest, HttpResponse } from "../http.ts";
import { byProxy } from "../proxy/proxy.ts";
import { redactUrl } from "../secrets/redact-url.ts";

/** The server answered with a status that is not a success. */
export class HttpStatusError extends TroveError {
  override readonly code = "TROVE_HTTP_STATUS";
  readonly status: number;
  readonly method: string;
  /** Path and query; values of secret names in the query are `***`. */
  readonly path: string;
  readonly origin: string;
  readonly requestId: string | undefined;
  /** Milliseconds that `Retry-After` asks to wait; `undefined` without that header. */
  readonly retryAfterMs: number | undefined;
  /** The server's `Date` in milliseconds since the epoch. */
  readonly serverDate: number | undefined;
  /** The proxy that forwarded a request to an http:// URL, and may have answered itself. */
  readonly proxy: string | undefined;
  // Private: util.inspect with showHidden shows every property, and an error body can repeat what was sent.
  readonly #body: unknown;

  /** @param now milliseconds since the epoch, for a `Retry-After` date if the server sent no `Date` */
  constructor(request: Pick<HttpRequest, "method" | "url">, response: HttpResponse, now: number) {
    const { origin, path } = redactUrl(request.url);
    const id = response.requestId === undefined ? "" : ` (request id ${response.requestId})`;
    const answer = `${response.status} ${STATUS_CODES[response.status] ?? ""}`.trim();
    super(
      `${request.method} ${path}: ${origin} answered ${answer}${id}.${redirection(response)}${byProxy(response.proxy)}`,
    );
    this.status = response.status;
    this.method = request.method;
    this.path = path;
    this.origin = origin;
    this.requestId = response.requestId;
    this.serverDate = response.serverDate;
    this.retryAfterMs = parseRetryAfter(response.headers["retry-after"], response.serverDate ?? now);
    this.proxy = response.proxy;
    this.#body = response.body;
  }

  /** The parsed JSON, or the text if it is not JSON; never part of the message. */
  get body(): unknown {
    return this.#body;
  }
}

function redirection({ status, headers }: HttpResponse): string {
  const location = headers.location;
  if (status >= 400 || location === undefined || !URL.canParse(location)) return "";
  const { origin, path } = redactUrl(location);
  return ` Redirects are not followed, because the request carries a token. Use ${origin}${path}.`;
}
