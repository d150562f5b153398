/** Decodes percent escapes like Python's `urllib.parse.unquote`: an invalid escape is kept as text. */
export function unquote(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll("%", ""), "hex").toString("utf8"),
  );
}

/** Decodes percent escapes like a WSGI server decodes a path: each byte is one character. */
export function unquoteBytes(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, byte: string) => String.fromCharCode(Number.parseInt(byte, 16)));
}

/** Percent-encodes like Python's `urllib.parse.quote`: all but letters, digits and `_.-~/`. */
export function quote(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2F", "/");
}
