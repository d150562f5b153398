import type { HttpResponse } from "../http/exchange.ts";

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
};

const REQUIRES_AUTHENTICATION = "The request you have made requires authentication.";

/** An error response of Keystone. Its text never says whether the user, the secret or the scope was wrong. */
export class KeystoneError extends Error {
  readonly status: number;
  readonly #details: Readonly<Record<string, unknown>>;

  constructor(status: number, message = REQUIRES_AUTHENTICATION, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.#details = details;
  }

  toResponse(authUrl: string): HttpResponse {
    const error = { code: this.status, ...this.#details, message: this.message, title: TITLES[this.status] };
    const headers = this.status === 401 ? { "www-authenticate": `Keystone uri="${authUrl}"` } : undefined;
    return { status: this.status, headers, body: { error } };
  }
}

export function unauthorized(): KeystoneError {
  return new KeystoneError(401);
}

/** 400: a value that the schema refuses. */
export function invalid(message: string): KeystoneError {
  return new KeystoneError(400, message);
}

export function malformed(cause: string): KeystoneError {
  const advice = "The server could not comply with the request since it is either malformed or otherwise incorrect.";
  return new KeystoneError(400, `${cause} ${advice} The client is assumed to be in error.`);
}
