/**
 * Whether an `Accept` header prefers HTML to JSON, as browsers do when a person opens an address. A client that accepts
 * everything gets JSON, as from Trove.
 */
export function prefersHtml(accept: string | undefined): boolean {
  const ranges = (accept ?? "").split(",").map(parseRange);
  const quality = (...names: readonly string[]): number => {
    // The most specific range that matches decides (RFC 9110, 12.5.1).
    const match = names.map((name) => ranges.find((range) => range.name === name)).find((range) => range !== undefined);
    return match?.quality ?? 0;
  };
  const html = quality("text/html", "text/*");
  return html > 0 && html > quality("application/json", "application/*", "*/*");
}

function parseRange(text: string): { readonly name: string; readonly quality: number } {
  const [name = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="));
  return { name, quality: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
}
