import { STATUS_CODES } from "node:http";
import { ConnectionError, type ConnectionFailure } from "../../http/errors/connection-error.ts";
import { HttpStatusError } from "../../http/errors/http-status-error.ts";
import { RequestTimeoutError } from "../../http/errors/request-timeout-error.ts";
import { isTlsFailure } from "../../http/exchange/failure-codes.ts";
import { byProxy, throughProxy } from "../../http/proxy/proxy.ts";
import { storedNote, whereSet } from "../credentials/setting-advice.ts";
import type { Credentials } from "../credentials.ts";
import { AuthError } from "../errors/auth-error.ts";
import { describeLogin } from "./describe-login.ts";
import { ownMessage, proxyMessage } from "./identity-message.ts";

/** Makes the error of a failed login at `url`. It says whether the service, the connection or the credentials failed. */
export function explainLoginFailure(error: unknown, credentials: Credentials, url: string): unknown {
  const request = { method: "POST", url } as const;
  if (error instanceof HttpStatusError) {
    const { status, requestId } = error;
    if (isOutage(status)) {
      // Retried and waited for like a failed connection, but the text shows the response.
      const text = outage(error, credentials, url);
      return new ConnectionError(request, { reason: `HTTP_${status}`, sent: "no", text, proxy: error.proxy });
    }
    return new AuthError(refusal(error, credentials, url), { status, requestId });
  }
  if (error instanceof ConnectionError) {
    const { reason, proxy, message } = error;
    const failure = { reason, sent: "no", detail: message, proxy, tls: credentials.tls } as const;
    return unconnected(request, failure, credentials);
  }
  if (error instanceof RequestTimeoutError) {
    const { proxy, message } = error;
    const failure = { reason: "ETIMEDOUT", sent: "no", detail: message, proxy } as const;
    if (error.sent === "unknown") return new ConnectionError(request, { ...failure, text: silence(error, url) });
    return unconnected(request, failure, credentials);
  }
  return error;
}

/** Adds the setting to change to the error of a failed connection, unless a proxy or a certificate is the cause. */
function unconnected(
  request: { readonly method: "POST"; readonly url: string },
  failure: ConnectionFailure,
  credentials: Credentials,
): ConnectionError {
  const error = new ConnectionError(request, failure);
  if (failure.proxy !== undefined || isTlsFailure(failure.reason)) return error;
  // The token is the only setting of a login that is sent in a header.
  const setBy = failure.reason === "ERR_INVALID_CHAR" ? secretIsSetBy(credentials) : addressIsSetBy(credentials);
  return new ConnectionError(request, { ...failure, text: `${error.message} ${setBy}` });
}

const AGAIN = "Try again; if it happens again, ask the cloud's operator.";

/** Whether a status means a failure of the service and not of the credentials. */
function isOutage(status: number): boolean {
  return status >= 500 || status === 408 || isRateLimit(status);
}

function isRateLimit(status: number): boolean {
  return status === 413 || status === 429;
}

function outage({ status, requestId, body, proxy }: HttpStatusError, { auth }: Credentials, url: string): string {
  const answer = `${status} ${STATUS_CODES[status] ?? ""}`.trim();
  const id = requestId === undefined ? "" : ` (request id ${requestId})`;
  const own = ownMessage(body, auth);
  const message = own ?? proxyMessage(body, auth);
  // Some proxies only repeat the status.
  const text = message === undefined || answer.endsWith(message) ? "" : `: ${message}`;
  const first = isRateLimit(status) ? "Wait a minute first. " : "";
  return `The identity service at ${url} answered ${answer}${id}${text}. ${first}${AGAIN}${byProxy(own === undefined ? proxy : undefined)}`;
}

function silence({ afterMs, proxy }: RequestTimeoutError, url: string): string {
  return `The identity service at ${url} did not answer within ${afterMs / 1000} s. ${AGAIN}${throughProxy(proxy)}`;
}

function refusal(error: HttpStatusError, credentials: Credentials, url: string): string {
  const text = ownMessage(error.body, credentials.auth);
  const rackspace = credentials.auth.type === "rackspace";
  const id = error.requestId === undefined ? "" : `, request id ${error.requestId}`;
  const answer = `${error.status}${text === undefined ? "" : `: ${text}`}${id}`;
  const stored = storedNote(credentials.origin);
  const proxy = byProxy(text === undefined ? error.proxy : undefined);
  if (error.status === 404 && text === undefined) {
    const whose = rackspace ? "that of Rackspace's identity service, version 2.0" : "that of Keystone v3";
    const check = `Check the authentication URL: it must be ${whose}. ${addressIsSetBy(credentials)}`;
    return `${url} does not exist (${answer}). ${check}${stored}${proxy}`;
  }
  return (
    `${rackspace ? "Rackspace" : "Keystone"} at ${url} refuses ${describeLogin(credentials.auth)} (${answer}). ` +
    `The login comes from: ${credentials.source}. ` +
    advice(error.status, credentials) +
    stored +
    proxy
  );
}

function advice(status: number, credentials: Credentials): string {
  if (status >= 300 && status < 400) {
    return `The address has moved: correct the authentication URL. ${addressIsSetBy(credentials)}`;
  }
  return `${ADVICE[credentials.auth.type].check} ${secretIsSetBy(credentials)}`;
}

function secretIsSetBy({ auth, origin }: Credentials): string {
  const { what, secret } = ADVICE[auth.type];
  return `The ${what} is set by ${whereSet(secret, origin)}.`;
}

function addressIsSetBy({ origin }: Credentials): string {
  return `The address is set by ${whereSet("authUrl", origin)}.`;
}

/** For each login: what to check, the name of its secret, and the setting that holds it. */
const ADVICE = {
  password: {
    check: "Check the user, the password, their domain, and that the user has a role in the project.",
    what: "password",
    secret: "password",
  },
  token: {
    check: "The token may have expired: get a new one, or use an application credential.",
    what: "token",
    secret: "token",
  },
  applicationCredential: {
    check: "Check its id and secret, and that it has not expired.",
    what: "secret",
    secret: "applicationCredentialSecret",
  },
  rackspace: {
    check: "Check the user name and the API key, and the account if one is given.",
    what: "API key",
    secret: "apiKey",
  },
} as const;
