import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import type { NativeRequestOptions, Response } from "got";
import { Memo } from "../../core/memo.ts";
import { type Agents, createAgents, IDLE_MS, type TlsSettings, tlsOptions } from "./agents.ts";
import type { HttpProxy, Proxies } from "./proxy.ts";

/** Starts a request, with the arguments that got passes. */
export type Send = (
  url: URL,
  options: NativeRequestOptions,
  onAnswer?: (answer: Response) => void,
) => http.ClientRequest;

/** The way of a request to its server. */
export interface Route {
  readonly send: Send;
  readonly proxy: HttpProxy | undefined;
  /** Whether the proxy reads the request and may answer it, as for http:// URLs. */
  readonly isForwarded: boolean;
}

type Kind = "reused" | "fresh";

/** The connections of one session, direct or through proxies. */
export class Routes {
  readonly #tls: https.AgentOptions;
  readonly #proxies: Proxies | undefined;
  readonly #agents: Readonly<Record<Kind, Agents>>;
  readonly #toProxies: Readonly<Record<Kind, Agents>>;
  readonly #tunnels = new Memo();

  constructor(tls: TlsSettings | undefined, proxies: Proxies | undefined) {
    this.#tls = tlsOptions(tls);
    this.#proxies = proxies;
    this.#agents = createAgents(this.#tls);
    this.#toProxies = createAgents({});
  }

  /** @param signal aborts the attempt to connect through a proxy */
  async choose(url: string, kind: Kind, signal: AbortSignal): Promise<Route> {
    const proxy = this.#proxies?.find(url);
    if (proxy === undefined) return { send: sendWith(this.#agents[kind]), proxy, isForwarded: false };
    if (new URL(url).protocol === "http:") {
      return { send: forwardTo(proxy, this.#toProxies[kind]), proxy, isForwarded: true };
    }
    const tunnel = await this.#tunnel(proxy, kind);
    const send: Send = (to, { method, headers }, onAnswer) => {
      const request = https.request(to, { method, headers, agent: tunnel }, toNode(onAnswer));
      tunnel.abortWith(request, signal);
      return request;
    };
    return { send, proxy, isForwarded: false };
  }

  #tunnel(proxy: HttpProxy, kind: Kind) {
    return this.#tunnels.once(`${kind} ${proxy.description}`, async () => {
      const { TunnelAgent } = await import("./tunnel-agent.ts");
      const reuse = kind === "reused" ? { keepAlive: true, timeout: IDLE_MS } : { keepAlive: false };
      return new TunnelAgent(proxy, this.#tls, reuse);
    });
  }
}

/** Drops the thirty options that got adds: Node copies the options of a request four times. */
function sendWith(agents: Agents): Send {
  return (url, { method, headers }, onAnswer) =>
    url.protocol === "https:"
      ? https.request(url, { method, headers, agent: agents.https }, toNode(onAnswer))
      : http.request(url, { method, headers, agent: agents.http }, toNode(onAnswer));
}

/** Sends the whole URL to the proxy (RFC 9112, absolute-form). */
function forwardTo(proxy: HttpProxy, agents: Agents): Send {
  const { protocol, hostname, port } = proxy.url;
  const host = hostname.replace(/^\[|\]$/g, "");
  const login = proxy.authorization === undefined ? {} : { "proxy-authorization": proxy.authorization };
  return (url, { method, headers }, onAnswer) => {
    const options = {
      ...{ host, port, method, path: `${url.origin}${url.pathname}${url.search}` },
      headers: { ...headers, host: url.host, ...login },
    };
    if (protocol === "http:") return http.request({ ...options, agent: agents.http }, toNode(onAnswer));
    // Without it Node takes the name from the Host header, which names the server and not the proxy.
    const servername = isIP(host) ? "" : host;
    return https.request({ ...options, agent: agents.https, servername }, toNode(onAnswer));
  };
}

function toNode(onAnswer: ((answer: Response) => void) | undefined) {
  return onAnswer as ((answer: http.IncomingMessage) => void) | undefined;
}
