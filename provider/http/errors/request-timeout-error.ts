import { TroveError } from "../../core/trove-error.ts";
import type { HttpRequest } from "../http.ts";
import { throughProxy } from "../proxy/proxy.ts";
import { redactUrl } from "../secrets/redact-url.ts";

/** There was no response in time. */
export class RequestTimeoutError extends TroveError {
  override readonly code = "TROVE_REQUEST_TIMEOUT";
  /** Whether the server may have received the request. `"no"` is certain; with `"unknown"` it may have acted on it. */
  readonly sent: "no" | "unknown";
  readonly method: string;
  readonly path: string;
  readonly origin: string;
  /** How long the request waited for its response, in milliseconds. */
  readonly afterMs: number;
  /** The proxy of the connection, and the variable that names it: `http://proxy.example.com:3128 (HTTPS_PROXY)`. */
  readonly proxy: string | undefined;

  constructor(
    request: Pick<HttpRequest, "method" | "url">,
    failure: {
      readonly afterMs: number;
      readonly sent: "no" | "unknown";
      readonly cancelled?: boolean;
      /** The proxy of the connection, for the text. */
      readonly proxy?: string | undefined;
    },
  ) {
    const { origin, path } = redactUrl(request.url);
    const since = failure.cancelled ? " after the cancellation" : "";
    super(
      `${request.method} ${path}: no response from ${origin} within ${failure.afterMs / 1000} s${since}. ` +
        explain(request, failure.sent) +
        "If it happens again, ask the cloud's operator whether the service or the network is overloaded." +
        throughProxy(failure.proxy),
    );
    this.method = request.method;
    this.path = path;
    this.origin = origin;
    this.sent = failure.sent;
    this.afterMs = failure.afterMs;
    this.proxy = failure.proxy;
  }
}

/** Says whether the server may have acted on the request; empty if the request only reads. */
function explain({ method }: Pick<HttpRequest, "method">, sent: "no" | "unknown"): string {
  if (sent === "no") return "The connection was not established. ";
  return method === "GET" ? "" : "The server may have acted on it. ";
}
