import type { Log } from "../core/log.ts";

/** Warns, once in the life of a session, that a secret goes over the network as plain text. */
export class PlainHttpWarning {
  readonly #log: Log;
  #isGiven = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** @param what is sent: `The login`. */
  giveIfPlain(what: string, url: string): void {
    if (this.#isGiven || !isPlainHttp(url)) return;
    this.#isGiven = true;
    this.#log.warn(
      `${what} is sent to ${new URL(url).origin} without TLS, so that it can be read on its way. ` +
        "Use an https:// address.",
    );
  }
}

/** Whether what is sent to the address leaves this machine unencrypted. */
export function isPlainHttp(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !isLoopback(hostname);
}

/** RFC 6761 makes `localhost` and the names below it loopback; URL writes every form of an IPv4 address with four numbers. */
export function isLoopback(hostname: string): boolean {
  return (
    /^(.+\.)?localhost\.?$/i.test(hostname) ||
    /^127(\.\d+){3}$/.test(hostname) ||
    /^\[::(1|ffff:7f.*)\]$/.test(hostname)
  );
}
