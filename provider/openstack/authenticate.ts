import { ConnectionError } from "../http/errors/connection-error.ts";
import { HttpStatusError } from "../http/errors/http-status-error.ts";
import { RequestTimeoutError } from "../http/errors/request-timeout-error.ts";
import type { Http } from "../http/http.ts";
import { authRequest } from "./auth-request.ts";
import type { Credentials } from "./credentials.ts";
import { describeLogin } from "./describe-login.ts";
import { AuthError } from "./errors/auth-error.ts";
import { readRackspaceToken } from "./read-rackspace-token.ts";
import { readToken } from "./read-token.ts";
import type { Token } from "./token.ts";

/**
 * Logs in at Keystone v3, or at Rackspace's identity service.
 *
 * @throws {AuthError} It refuses, or the token belongs to no project.
 * @throws {ConnectionError} It cannot be reached or does not work at present; nothing was sent to Trove.
 */
export async function authenticate(credentials: Credentials, http: Http, signal?: AbortSignal): Promise<Token> {
  const { auth } = credentials;
  const url = tokenUrl(credentials);
  try {
    // A token that names no project is used as it is: a new one would get the user's default project.
    if (auth.type === "token" && auth.scope === undefined) {
      const headers = { "x-auth-token": auth.token, "x-subject-token": auth.token };
      return readToken(await http.request({ method: "GET", url, headers, signal }), url, auth.token);
    }
    const answer = await http.request({ method: "POST", url, json: authRequest(auth), repeatable: true, signal });
    return auth.type === "rackspace" ? readRackspaceToken(answer, url) : readToken(answer, url);
  } catch (error) {
    throw explain(error, credentials, url);
  }
}

/** Where tokens are made, whether the configured address names the version or not. */
function tokenUrl({ authUrl, auth }: Credentials): string {
  const base = authUrl.replace(/\/+$/, "").replace(/\/v(?:2\.0|3)$/, "");
  return auth.type === "rackspace" ? `${base}/v2.0/tokens` : `${base}/v3/auth/tokens`;
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
  const said = messageOf(error.body);
  const rackspace = credentials.auth.type === "rackspace";
  const id = error.requestId === undefined ? "" : `, request id ${error.requestId}`;
  const answer = `${error.status}${said === undefined ? "" : `: ${said}`}${id}`;
  if (error.status === 404 && said === undefined) {
    const whose = rackspace ? "Rackspace's identity service's, of version 2.0" : "Keystone's, of version 3";
    return `${url} is not there (${answer}). Check the authentication URL: it must be ${whose}.`;
  }
  return (
    `${rackspace ? "Rackspace" : "Keystone"} at ${url} refuses ${describeLogin(credentials.auth)} (${answer}). ` +
    `The login comes from: ${credentials.source}. ` +
    advice(error.status, credentials)
  );
}

function advice(status: number, { auth }: Credentials): string {
  if (status >= 300 && status < 400) return "The address has moved: correct the authentication URL.";
  if (auth.type === "token") return "The token may have expired: get a new one, or use an application credential.";
  if (auth.type === "applicationCredential") return "Check its id and secret, and that it has not expired.";
  if (auth.type === "rackspace") return "Check the user name and the API key, and the account if one is given.";
  return "Check the user, the password, their domain, and that the user has a role in the project.";
}

/** Keystone says `{"error": {…}}`, Rackspace `{"unauthorized": {…}}`, or whatever else it is. */
function messageOf(body: unknown): string | undefined {
  const [fault] = Object.values((body ?? {}) as Readonly<Record<string, { message?: unknown } | null>>);
  const message = fault?.message;
  return typeof message === "string" ? message.replace(/[\s.]+$/, "") : undefined;
}
