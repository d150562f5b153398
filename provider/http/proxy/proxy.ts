import { boundText } from "../../core/server-text.ts";
import { SecretMask } from "../secrets/secret-mask.ts";

/** An HTTP proxy, through which a server is reached. */
export interface HttpProxy {
  /** Without user and password. */
  readonly url: URL;
  /** The value of `Proxy-Authorization`. Secret. */
  readonly authorization: string | undefined;
  /** The password, and the login as it is sent: no text may show them. */
  readonly secrets: readonly string[];
  /** For texts: `http://proxy.example.com:3128 (HTTPS_PROXY)`. */
  readonly description: string;
}

/** The proxies of this machine. */
export interface Proxies {
  /** Returns the proxy for a URL; `undefined` if the connection is direct. */
  find(url: string): HttpProxy | undefined;
}

/** Marks the code of a failure of the proxy itself: `PROXY_ECONNREFUSED`, `PROXY_407`. */
const PREFIX = "PROXY_";

export function proxyReason(code: string): string {
  return `${PREFIX}${code}`;
}

/** The code of a failure of the proxy itself; `undefined` for any other failure. */
export function codeOfProxyFailure(reason: string): string | undefined {
  return reason.startsWith(PREFIX) ? reason.slice(PREFIX.length) : undefined;
}

/** Whether the code of a proxy's failure is a status by which it would refuse every retry too. */
export function isProxyRefusal(code: string): boolean {
  return /^4\d\d$/.test(code);
}

/** Names the proxy of a connection: a sentence after a space, or nothing. */
export function throughProxy(proxy: string | undefined): string {
  return proxy === undefined ? "" : ` The connection goes through the proxy ${proxy}.`;
}

/** Names the proxy that may have answered instead of the server: a sentence after a space, or nothing. */
export function byProxy(proxy: string | undefined): string {
  return proxy === undefined ? "" : ` The response came through the proxy ${proxy}, which may have sent it.`;
}

/** Masks the login to the proxy in the body of a failure: the proxy may have answered, and may repeat what it was sent. */
export function withoutLogin(body: unknown, { secrets }: HttpProxy): unknown {
  if (secrets.length === 0 || body === undefined) return body;
  const mask = new SecretMask(secrets);
  const apply = (_: string, value: unknown) => (typeof value === "string" ? mask.apply(boundText(value)) : value);
  return JSON.parse(JSON.stringify(body), apply);
}

/** The proxy did not connect to the server, so nothing was sent there. */
export class TunnelError extends Error {
  /** Node's code, the status of the proxy's answer, `NO_HTTP` or `CLOSED`. */
  readonly code: string;

  constructor(code: string) {
    super("The proxy gave no connection");
    this.code = code;
  }
}
