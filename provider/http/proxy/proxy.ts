import { boundText } from "../../core/bound-text.ts";
import { SecretMask } from "../secrets/secret-mask.ts";

/** An HTTP proxy on the way to a server. */
export interface HttpProxy {
  /** Without user and password. */
  readonly url: URL;
  /** The value of `Proxy-Authorization`. Secret. */
  readonly authorization: string | undefined;
  /** The password, and the login as it is sent: no text may repeat them. */
  readonly secrets: readonly string[];
  /** For texts: `http://proxy.example.com:3128 (HTTPS_PROXY)`. */
  readonly description: string;
}

/** The proxies of this machine. */
export interface Proxies {
  /** The proxy for a URL; undefined where the connection is direct. */
  find(url: string): HttpProxy | undefined;
}

/** Before the code of what kept this side from getting a connection through the proxy: `PROXY_ECONNREFUSED`, `PROXY_407`. */
const PREFIX = "PROXY_";

export function proxyReason(code: string): string {
  return `${PREFIX}${code}`;
}

/** The code of a failure of the proxy itself; undefined for a failure that is not the proxy's. */
export function codeOfProxyFailure(reason: string): string | undefined {
  return reason.startsWith(PREFIX) ? reason.slice(PREFIX.length) : undefined;
}

/** Whether the code of a proxy's failure is a status by which it refuses this request and every repetition of it. */
export function isProxyRefusal(code: string): boolean {
  return /^4\d\d$/.test(code);
}

/** What to add to a text about the server where a proxy is on the way: a sentence after a space, or nothing. */
export function throughProxy(proxy: string | undefined): string {
  return proxy === undefined ? "" : ` The connection goes through the proxy ${proxy}.`;
}

/** The same for an answer that may be the proxy's own. */
export function byProxy(proxy: string | undefined): string {
  return proxy === undefined ? "" : ` The answer came through the proxy ${proxy}, which may have answered itself.`;
}

/** The body of a failure without the login to the proxy, which may have answered itself and repeat what it was sent. */
export function withoutLogin(body: unknown, { secrets }: HttpProxy): unknown {
  if (secrets.length === 0 || body === undefined) return body;
  const mask = new SecretMask(secrets);
  const apply = (_: string, value: unknown) => (typeof value === "string" ? mask.apply(boundText(value)) : value);
  return JSON.parse(JSON.stringify(body), apply);
}

/** The proxy gave no connection to the server: nothing was sent there. */
export class TunnelError extends Error {
  /** Node's code, the status of the proxy's answer, `NO_HTTP` or `CLOSED`. */
  readonly code: string;

  constructor(code: string) {
    super("The proxy gave no connection");
    this.code = code;
  }
}
