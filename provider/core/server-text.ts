const LONGEST_LINE = 1000;
/** Four times what any error shows of a server's text, so that searching it costs little, whatever a server sends. */
const LONGEST = 4096;

/** Cuts a text, by default to the length at which a server's text is searched. */
export function boundText(text: string, longest = LONGEST): string {
  return text.length > longest ? text.slice(0, longest) : text;
}

/** Makes one line of a server's text: without markup and runs of white space, at most 1000 characters. */
export function plainText(text: string): string {
  const line = boundText(text)
    .replace(/<\/?[a-z][^<>]*>/gi, " ")
    .replace(/\s+/g, " ")
    .trim();
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}

/** Whether a body is an HTML page, of which only the title is worth showing, and not a line of text. */
export function isPage(text: string): boolean {
  return text.trimStart().startsWith("<");
}

/** The title of an HTML page, found in one pass: a broken page may open a thousand titles and close none. */
export function pageTitle(page: string): string | undefined {
  const lower = page.toLowerCase();
  const tag = lower.indexOf("<title");
  const start = tag < 0 ? -1 : page.indexOf(">", tag);
  const end = start < 0 ? -1 : lower.indexOf("</title", start);
  return end < 0 ? undefined : page.slice(start + 1, end);
}
