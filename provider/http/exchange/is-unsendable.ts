/** Whether the code means that the request itself is refused on this side, such as a header with a line break. */
export function isUnsendable(code: string): boolean {
  return /^ERR_(INVALID|HTTP|UNESCAPED|UNSUPPORTED|GOT)_/.test(code);
}

/** What to do about a request that this side refuses, in one sentence. */
export function explainUnsendable(code: string): string {
  if (code === "ERR_INVALID_URL" || code === "ERR_UNSUPPORTED_PROTOCOL") return "Check the address.";
  if (code === "ERR_INVALID_CHAR") return "A header holds a character that HTTP does not allow: check the token.";
  return "Check the address and the token for characters that HTTP does not allow.";
}
