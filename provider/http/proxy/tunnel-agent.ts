import type { AgentOptions, ClientRequest } from "node:http";
import type { AgentOptions as TlsAgentOptions } from "node:https";
import type { Socket } from "node:net";
import { HttpsProxyAgent } from "https-proxy-agent";
import { type HttpProxy, TunnelError } from "./proxy.ts";

/** Connections to https:// servers through the CONNECT of a proxy. */
export class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #signals = new WeakMap<ClientRequest, AbortSignal>();

  /** @param tls for the server alone: the proxy gets neither the client certificate nor the trust of `insecure` */
  constructor({ url, authorization }: HttpProxy, tls: TlsAgentOptions, reuse: AgentOptions) {
    // The library prints the URL where DEBUG is set, so the login is in a header.
    const headers = authorization === undefined ? {} : { "proxy-authorization": authorization };
    super(url, { ...reuse, noDelay: true, headers });
    // What the constructor is given counts for the connection to the proxy, these for that through it.
    Object.assign(this.options, tls, reuse);
    this.protocol = "https:";
  }

  /** Ends the attempt to connect for a request with the signal: Node does not, as long as the request has no socket. */
  cutWith(request: ClientRequest, signal: AbortSignal): void {
    this.#signals.set(request, signal);
  }

  /** Unlike the library, which hands on a refusal of the proxy as if the server had answered, throws what failed. */
  override async connect(request: ClientRequest, options: Parameters<HttpsProxyAgent<string>["connect"]>[1]) {
    let status: number | undefined;
    request.once("proxyConnect", (answer: { readonly statusCode: number }) => {
      status = answer.statusCode;
    });
    let toProxy: Socket | undefined;
    request.once("proxy", ({ socket }: { readonly socket: Socket }) => {
      toProxy = socket;
    });
    const signal = this.#signals.get(request);
    const cut = new AbortController();
    const abort = () => cut.abort();
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) abort();
    let socket: Socket;
    try {
      // Read before the first await of `connect`, so requests do not share it.
      this.connectOpts = { ...this.connectOpts, signal: cut.signal };
      socket = await super.connect(request, options);
    } catch (error) {
      toProxy?.destroy();
      // The tunnel was there: the settings for TLS with the server cannot be used.
      if (status === 200) throw error;
      throw new TunnelError((error as NodeJS.ErrnoException).code ?? "CLOSED");
    } finally {
      signal?.removeEventListener("abort", abort);
    }
    if (status === 200) return socket;
    socket.destroy();
    throw new TunnelError(status === undefined || Number.isNaN(status) ? "NO_HTTP" : String(status));
  }
}
