/** The proxy gave no connection to the server: nothing was sent there. */
export class TunnelError extends Error {
  /** Node's code, the status of the proxy's answer, `NO_HTTP` or `CLOSED`. */
  readonly code: string;

  constructor(code: string) {
    super("The proxy gave no connection");
    this.code = code;
  }
}
