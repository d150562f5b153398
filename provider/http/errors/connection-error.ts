import { TroveError } from "../../core/trove-error.ts";
import { explainTlsFailure, explainUnsendable, isTlsFailure, isUnsendable } from "../exchange/failure-codes.ts";
import type { HttpRequest } from "../http.ts";
import type { TlsSettings } from "../proxy/agents.ts";
import { explainProxyFailure } from "../proxy/explain-proxy-failure.ts";
import { codeOfProxyFailure, throughProxy } from "../proxy/proxy.ts";
import { redactUrl } from "../secrets/redact-url.ts";

export interface ConnectionFailure {
  /** Node's code (`ECONNREFUSED`), or `TRUNCATED`, `NOT_JSON`, `TOO_LARGE`; prefixed with `PROXY_` if the proxy failed. */
  readonly reason: string;
  readonly sent: "no" | "unknown";
  /** The proxy of the connection, for the text: `http://proxy.example.com:3128 (HTTPS_PROXY)`. */
  readonly proxy?: string | undefined;
  /** The cause in this package's words. Texts of Node or a library may quote what was sent. */
  readonly detail?: string | undefined;
  /** The TLS settings of the connection. */
  readonly tls?: TlsSettings | undefined;
  /** Replaces the text that follows from the reason. */
  readonly text?: string | undefined;
}

/** There was no response, or none that can be read: refused, reset, truncated, unresolvable, TLS. */
export class ConnectionError extends TroveError {
  override readonly code = "TROVE_CONNECTION";
  /** `ECONNREFUSED`, `ENOTFOUND`, `TRUNCATED`, …; prefixed with `PROXY_` if the proxy failed: `PROXY_407`. */
  readonly reason: string;
  /** Whether the server may have received the request. `"no"` is certain; with `"unknown"` it may have acted on it. */
  readonly sent: "no" | "unknown";
  readonly method: string;
  readonly path: string;
  readonly origin: string;
  /** The proxy of the connection, and the variable that names it: `http://proxy.example.com:3128 (HTTPS_PROXY)`. */
  readonly proxy: string | undefined;

  constructor(request: Pick<HttpRequest, "method" | "url">, failure: ConnectionFailure) {
    const { origin, path } = redactUrl(request.url);
    // The cause is never got's error: that holds the request with its headers and body.
    const text = failure.text ?? `${request.method} ${path}: ${explain(request.method, origin, failure)}`;
    super(text, { cause: bareCause(failure) });
    this.method = request.method;
    this.path = path;
    this.origin = origin;
    this.reason = failure.reason;
    this.sent = failure.sent;
    this.proxy = failure.proxy;
  }
}

function explain(method: string, origin: string, failure: ConnectionFailure): string {
  const { reason, proxy } = failure;
  const code = codeOfProxyFailure(reason);
  if (proxy !== undefined && code !== undefined) return explainProxyFailure(code, { proxy, origin });
  return `${explainServer(method, origin, failure)}${throughProxy(proxy)}`;
}

function explainServer(method: string, origin: string, { reason, sent, tls }: ConnectionFailure): string {
  const doubt = sent === "unknown" && method !== "GET" ? " The server may have acted on it." : "";
  if (isTlsFailure(reason)) return `no trusted connection to ${origin} (${reason}). ${explainTlsFailure(reason, tls)}`;
  if (isUnsendable(reason)) return `the request cannot be sent to ${origin} (${reason}). ${explainUnsendable(reason)}`;
  if (reason === "TRUNCATED")
    return `the response of ${origin} is incomplete.${doubt} If it happens again, check the network between here and the server.`;
  if (reason === "TOO_LARGE") {
    return `the response of ${origin} is larger than 16 MiB and was not read. Check the address.${doubt}`;
  }
  if (reason === "NOT_JSON") return `the response of ${origin} is not JSON. Check the address.${doubt}`;
  if (sent === "unknown")
    return `the connection to ${origin} was lost (${reason}).${doubt} If it happens again, check the network between here and the server.`;
  if (reason === "ENOTFOUND" || reason === "EAI_AGAIN") {
    return `the host of ${origin} cannot be resolved (${reason}). Check the address and the DNS settings.`;
  }
  return `cannot connect to ${origin} (${reason}). Check the address, and that the service is running and reachable.`;
}

function bareCause({ reason, detail }: ConnectionFailure): Error | undefined {
  return detail === undefined ? undefined : Object.assign(new Error(detail), { code: reason });
}
