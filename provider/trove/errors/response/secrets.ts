import { SecretMask } from "../../../http/secrets/secret-mask.ts";

/**
 * The passwords in a request's body. Trove quotes what it refuses, passwords too (`'…' is not a valid password.`, and
 * jsonschema's "…does not match…"), so they have to be known to be taken out of its messages.
 */
export function secretsIn(json: unknown): string[] {
  if (typeof json !== "object" || json === null) {
    return [];
  }
  return Object.entries(json).flatMap(([key, value]) =>
    key === "password" && typeof value === "string" ? [value] : secretsIn(value),
  );
}

/** The text with each secret replaced by `***`, in every spelling that Trove can give it. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return new SecretMask(secrets).apply(text);
}

const REFUSED = "' is not a valid password";

/** For a text of Trove about a request that this process knows nothing of: a fault can be another program's. */
export function withoutQuotedPassword(text: string): string {
  const end = text.lastIndexOf(REFUSED);
  const start = end < 0 ? -1 : text.indexOf("'");
  return start < 0 || start >= end ? text : `${text.slice(0, start)}'***${text.slice(end)}`;
}
