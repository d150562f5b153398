import { boundText } from "./bound-text.ts";

const greatestLength = 1000;

/** What a server said as one line of text: no markup, no runs of space, no more than is read. */
export function plainText(text: string): string {
  const line = boundText(text)
    .replace(/<\/?[a-z][^<>]*>/gi, " ")
    .replace(/\s+/g, " ")
    .trim();
  return line.length > greatestLength ? `${line.slice(0, greatestLength)}…` : line;
}
