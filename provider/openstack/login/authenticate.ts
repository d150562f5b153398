import type { Http } from "../../http/http.ts";
import { howToSet } from "../credentials/setting-advice.ts";
import { withoutSlashes } from "../credentials/web-address.ts";
import type { Credentials } from "../credentials.ts";
import type { Token } from "../token.ts";
import { authRequest } from "./auth-request.ts";
import { explainLoginFailure } from "./explain-login-failure.ts";
import { readRackspaceToken } from "./read-rackspace-token.ts";
import { readToken } from "./read-token.ts";

/**
 * Logs in to Keystone v3, or to Rackspace's identity service.
 *
 * @throws {AuthError} The login is refused, or the token has no project.
 * @throws {ConnectionError} The service is unreachable or fails; nothing was sent to Trove.
 */
export async function authenticate(credentials: Credentials, http: Http, signal?: AbortSignal): Promise<Token> {
  const { auth } = credentials;
  const url = tokenUrl(credentials);
  const place = { url, howToSet: howToSet(credentials.origin) };
  try {
    // A token without a project setting is used unchanged: a new one would be scoped to the user's default project.
    if (auth.type === "token" && auth.scope === undefined) {
      const headers = { "x-auth-token": auth.token, "x-subject-token": auth.token };
      return readToken(await http.request({ method: "GET", url, headers, signal }), place, auth.token);
    }
    const answer = await http.request({ method: "POST", url, json: authRequest(auth), repeatable: true, signal });
    return auth.type === "rackspace" ? readRackspaceToken(answer, place) : readToken(answer, place);
  } catch (error) {
    throw explainLoginFailure(error, credentials, url);
  }
}

/** The URL that issues tokens; the configured address may or may not end with the version. */
function tokenUrl({ authUrl, auth }: Credentials): string {
  const base = withoutSlashes(authUrl).replace(/\/v(?:2\.0|3)$/, "");
  return auth.type === "rackspace" ? `${base}/v2.0/tokens` : `${base}/v3/auth/tokens`;
}
