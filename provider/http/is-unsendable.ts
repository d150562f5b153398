/** Whether the code means that the request itself is refused on this side, such as a header with a line break. */
export function isUnsendable(code: string): boolean {
  return /^ERR_(INVALID|HTTP|UNESCAPED|UNSUPPORTED|GOT)_/.test(code);
}
