import http from "node:http";
import https from "node:https";

/** The settings of TLS connections. All texts are PEM. */
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

// Apache and Node close an idle connection after 5 s: a request must not use one that is being closed.
export const IDLE_MS = 4000;

/** Translates the settings to Node's names. */
export function tlsOptions(tls: TlsSettings | undefined): https.AgentOptions {
  const options: https.AgentOptions = { rejectUnauthorized: tls?.insecure !== true };
  if (tls?.ca !== undefined) options.ca = tls.ca;
  if (tls?.cert !== undefined) options.cert = tls.cert;
  if (tls?.key !== undefined) options.key = tls.key;
  return options;
}

/**
 * Makes agents whose connections are shared (`reused`) or serve one request (`fresh`). After a reset on a reused
 * connection it is not known whether the request arrived, so a request that must not be sent twice uses a fresh one.
 */
export function createAgents(tls: https.AgentOptions): { readonly reused: Agents; readonly fresh: Agents } {
  // Node unrefs the idle connections of an agent, so they do not keep the process alive.
  const reuse = { keepAlive: true, timeout: IDLE_MS };
  return {
    reused: { http: new http.Agent(reuse), https: new https.Agent({ ...tls, ...reuse }) },
    fresh: { http: new http.Agent({ keepAlive: false }), https: new https.Agent({ ...tls, keepAlive: false }) },
  };
}
