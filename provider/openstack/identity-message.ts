import type { AuthMethod } from "./credentials.ts";

const LONGEST = 300;

/** What the identity service itself says: Keystone `{"error": {…}}`, Rackspace `{"unauthorized": {…}}`; never the proof. */
export function ownMessage(body: unknown, auth: AuthMethod): string | undefined {
  const [fault] = Object.values(asRecord(body));
  return readable(asRecord(fault).message, auth);
}

/** What a proxy before it says: `{"message": …}`, a line of text, or a page, of which only the title is taken. */
export function proxyMessage(body: unknown, auth: AuthMethod): string | undefined {
  if (typeof body !== "string") return readable(asRecord(body).message, auth);
  const isPage = /^\s*</.test(body);
  return readable(isPage ? /<title[^>]*>([^<]*)<\/title>/i.exec(body)?.[1] : body.trim().split("\n")[0], auth);
}

function readable(message: unknown, auth: AuthMethod): string | undefined {
  if (typeof message !== "string") return undefined;
  const proof = proofOf(auth);
  const line = (proof === "" ? message : message.replaceAll(proof, "***"))
    .replace(/\s+/g, " ")
    .replace(/[\s.]+$/, "")
    .trim();
  if (line === "") return undefined;
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

function proofOf(auth: AuthMethod): string {
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
