import { boundText, isPage, pageTitle } from "../../core/server-text.ts";
import { SecretMask } from "../../http/secrets/secret-mask.ts";
import type { AuthMethod } from "../credentials.ts";

const LONGEST = 300;

/** The message of the identity service, without the secret: Keystone `{"error": {…}}`, Rackspace `{"unauthorized": {…}}`. */
export function ownMessage(body: unknown, auth: AuthMethod): string | undefined {
  const [fault] = Object.values(asRecord(body));
  return readable(asRecord(fault).message, auth);
}

/** The message of a proxy before the service: `{"message": …}`, a line of text, or the title of a page. */
export function proxyMessage(body: unknown, auth: AuthMethod): string | undefined {
  if (typeof body !== "string") return readable(asRecord(body).message, auth);
  // Masked first: a line or a title that is cut out could end within the secret.
  const text = withoutSecret(boundText(body), auth);
  return readable(isPage(text) ? pageTitle(text) : text.trim().split("\n", 1)[0], auth);
}

function readable(message: unknown, auth: AuthMethod): string | undefined {
  if (typeof message !== "string") return undefined;
  const line = withoutSecret(boundText(message), auth)
    .replace(/\s+/g, " ")
    .replace(/[ .]+$/, "")
    .trim();
  if (line === "") return undefined;
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

function withoutSecret(text: string, auth: AuthMethod): string {
  return new SecretMask([loginSecret(auth)]).apply(text);
}

/** The secret of a login, which no text may show. */
export function loginSecret(auth: AuthMethod): string {
  switch (auth.type) {
    case "password":
      return auth.password;
    case "token":
      return auth.token;
    case "applicationCredential":
      return auth.secret;
    case "rackspace":
      return auth.apiKey;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
