import http from "node:http";
import https from "node:https";

/** How TLS connections are made. All are PEM text. */
export interface TlsSettings {
  readonly insecure: boolean;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

export interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

// Below the 5 s after which Apache and Node close an idle connection: a request must not meet one that is closing.
export const IDLE_MS = 4000;

/** The same as Node names them. */
export function tlsOptions(tls: TlsSettings | undefined): https.AgentOptions {
  const options: https.AgentOptions = { rejectUnauthorized: tls?.insecure !== true };
  if (tls?.ca !== undefined) options.ca = tls.ca;
  if (tls?.cert !== undefined) options.cert = tls.cert;
  if (tls?.key !== undefined) options.key = tls.key;
  return options;
}

/**
 * Connections to be shared (`reused`) and connections for one request (`fresh`). A reset on a reused connection leaves in
 * doubt whether the request arrived, so what must not be sent twice goes on a fresh one.
 */
export function createAgents(tls: https.AgentOptions): { readonly reused: Agents; readonly fresh: Agents } {
  // Node unrefs the idle connections of an agent: they do not keep the process alive.
  const reuse = { keepAlive: true, timeout: IDLE_MS };
  return {
    reused: { http: new http.Agent(reuse), https: new https.Agent({ ...tls, ...reuse }) },
    fresh: { http: new http.Agent({ keepAlive: false }), https: new https.Agent({ ...tls, keepAlive: false }) },
  };
}
