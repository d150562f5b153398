import type { AgentOptions, ClientRequest } from "node:http";
import type { AgentOptions as TlsAgentOptions } from "node:https";
import type { Socket } from "node:net";
import { HttpsProxyAgent } from "https-proxy-agent";
import { type HttpProxy, TunnelError } from "./proxy.ts";

/** Connects to https:// servers through the CONNECT of a proxy. */
export class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #signals = new WeakMap<ClientRequest, AbortSignal>();

  /** @param tls for the server only: the client certificate and `insecure` do not apply to the proxy */
  constructor({ url, authorization }: HttpProxy, tls: TlsAgentOptions, reuse: AgentOptions) {
    // The library prints the URL if DEBUG is set, so the login is in a header and not in the URL.
    const headers = authorization === undefined ? {} : { "proxy-authorization": authorization };
    super(url, { ...reuse, noDelay: true, headers });
    // The constructor's options apply to the connection to the proxy; `this.options` to the one through it.
    Object.assign(this.options, tls, reuse);
    this.protocol = "https:";
  }

  /** Aborts the attempt to connect for a request with the signal: Node does not, while the request has no socket. */
  abortWith(request: ClientRequest, signal: AbortSignal): void {
    this.#signals.set(request, signal);
  }

  /** Throws if the proxy refuses: the library would return the refusal as if the server had sent it. */
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
    const controller = new AbortController();
    const abort = () => controller.abort();
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) abort();
    let socket: Socket;
    try {
      // Read before the first await of `connect`, so requests do not share it.
      this.connectOpts = { ...this.connectOpts, signal: controller.signal };
      socket = await super.connect(request, options);
    } catch (error) {
      toProxy?.destroy();
      // The tunnel was established, so TLS with the server failed, for example because of unusable settings.
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
