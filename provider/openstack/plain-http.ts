import type { Log } from "../core/log.ts";

/** Warns, once in a session, that a secret is sent without TLS. */
export class PlainHttpWarning {
  readonly #log: Log;
  #hasWarned = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** @param what the secret, as the subject of the warning: `The login` */
  warnIfPlain(what: string, url: string): void {
    if (this.#hasWarned || !isPlainHttp(url)) return;
    this.#hasWarned = true;
    this.#log.warn(
      `${what} is sent to ${new URL(url).origin} without TLS, so anyone on the network can read it. ` +
        "Use an https:// address.",
    );
  }
}

/** Whether a request to the address leaves this machine unencrypted. */
export function isPlainHttp(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !isLoopback(hostname);
}

/** RFC 6761 makes `localhost` and names below it loopback. `URL` writes every form of an IPv4 address as four numbers. */
export function isLoopback(hostname: string): boolean {
  return (
    /^(.+\.)?localhost\.?$/i.test(hostname) ||
    /^127(\.\d+){3}$/.test(hostname) ||
    /^\[::(1|ffff:7f.*)\]$/.test(hostname)
  );
}
