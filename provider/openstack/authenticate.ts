import { ConnectionError } from "../http/errors/connection-error.ts";
import { HttpStatusError } from "../http/errors/http-status-error.ts";
import { RequestTimeoutError } from "../http/errors/request-timeout-error.ts";
import type { Http, HttpResponse } from "../http/http.ts";
import { authRequest } from "./auth-request.ts";
import type { Credentials } from "./credentials.ts";
import { describeLogin } from "./describe-login.ts";
import { AuthError } from "./errors/auth-error.ts";
import { readToken } from "./read-token.ts";
import type { Token } from "./token.ts";

/**
 * Logs in at Keystone v3.
 *
 * @throws {AuthError} Keystone refuses, or the token belongs to no project.
 * @throws {ConnectionError} Keystone cannot be reached or does not work at present; nothing was sent to Trove.
 */
export async function authenticate(credentials: Credentials, http: Http, signal?: AbortSignal): Promise<Token> {
  const { auth } = credentials;
  const url = `${keystoneUrl(credentials.authUrl)}/auth/tokens`;
  try {
    // A token that names no project is used as it is: a new one would get the user's default project.
    if (auth.type === "token" && auth.scope === undefined) {
      const headers = { "x-auth-token": auth.token, "x-subject-token": auth.token };
      return readToken(await http.request({ method: "GET", url, headers, signal }), url, auth.token);
    }
    return readToken(await login(credentials, http, url, signal), url);
  } catch (error) {
    throw explain(error, credentials, url);
  }
}

function login(credentials: Credentials, http: Http, url: string, signal?: AbortSignal): Promise<HttpResponse> {
  return http.request({ method: "POST", url, json: authRequest(credentials.auth), repeatable: true, signal });
}

/** Keystone's v3 address, whether the configured one names the version or not. */
function keystoneUrl(authUrl: string): string {
  const base = authUrl.replace(/\/+$/, "").replace(/\/v2\.0$/, "");
  return base.endsWith("/v3") ? base : `${base}/v3`;
}

function explain(error: unknown, credentials: Credentials, url: string): unknown {
  const request = { method: "POST", url } as const;
  if (error instanceof HttpStatusError) {
    const { status, requestId } = error;
    if (status >= 500 || status === 408 || status === 413 || status === 429) {
      return new ConnectionError(request, { reason: `HTTP_${status}`, sent: "no", detail: error.message });
    }
    return new AuthError(refusal(error, credentials, url), { status, requestId });
  }
  if (error instanceof ConnectionError) {
    return new ConnectionError(request, { reason: error.reason, sent: "no", detail: error.message });
  }
  if (error instanceof RequestTimeoutError) {
    return new ConnectionError(request, { reason: "ETIMEDOUT", sent: "no", detail: error.message });
  }
  return error;
}

function refusal(error: HttpStatusError, credentials: Credentials, url: string): string {
  const said = keystoneMessage(error.body);
  const id = error.requestId === undefined ? "" : `, request id ${error.requestId}`;
  const answer = `${error.status}${said === undefined ? "" : `: ${said}`}${id}`;
  if (error.status === 404 && said === undefined) {
    return `${url} is not there (${answer}). Check the authentication URL: it must be Keystone's, of version 3.`;
  }
  return (
    `Keystone at ${url} refuses ${describeLogin(credentials.auth)} (${answer}). The login comes from: ${credentials.source}. ` +
    advice(error.status, credentials)
  );
}

function advice(status: number, { auth }: Credentials): string {
  if (status >= 300 && status < 400) return "The address has moved: correct the authentication URL.";
  if (auth.type === "token") return "The token may have expired: get a new one, or use an application credential.";
  if (auth.type === "applicationCredential") return "Check its id and secret, and that it has not expired.";
  return "Check the user, the password, their domain, and that the user has a role in the project.";
}

function keystoneMessage(body: unknown): string | undefined {
  const message = (body as { error?: { message?: unknown } } | undefined)?.error?.message;
  return typeof message === "string" ? message.replace(/[\s.]+$/, "") : undefined;
}
