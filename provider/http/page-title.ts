/** The title of an HTML page, in one pass: a broken page may open a thousand titles and close none. */
export function pageTitle(page: string): string | undefined {
  const lower = page.toLowerCase();
  const tag = lower.indexOf("<title");
  const start = tag < 0 ? -1 : page.indexOf(">", tag);
  const end = start < 0 ? -1 : lower.indexOf("</title", start);
  return end < 0 ? undefined : page.slice(start + 1, end);
}

/** Whether a body is a page, of which only the title is worth telling, and not a line of text. */
export function isPage(text: string): boolean {
  return text.trimStart().startsWith("<");
}
