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

/** The text with each secret replaced by `***`, as it is and as Python would quote it. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(spellings).filter((form) => form !== "");
  if (forms.length === 0) {
    return text;
  }
  // The longest first, and all in one pass: a secret may be part of another, or of what stands in for one.
  const patterns = forms.sort((one, other) => other.length - one.length).map(literally);
  return text.replace(new RegExp(patterns.join("|"), "g"), "***");
}

/** For a text of Trove about a request that this process knows nothing of: a fault can be another program's. */
export function withoutQuotedPassword(text: string): string {
  return text.replace(/'.*' is not a valid password/s, "'***' is not a valid password");
}

function spellings(secret: string): string[] {
  const escaped = secret.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  const forms = new Set([secret, escaped, escaped.replaceAll("'", "\\'")]);
  // A password of a letter or two would also be found inside the words of the message.
  return secret.length >= 4 ? [...forms] : [...forms].flatMap((form) => [`'${form}'`, `"${form}"`]);
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
