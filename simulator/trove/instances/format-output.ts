const WIDTH = 79;
const LIMIT = 255;
const BREAKS: readonly (readonly [string, string])[] = [
  [". ", ".\n"],
  [" (", "\n("],
  [": ", ":\n    "],
];

/** Wraps the lines of a fault's message and truncates it (`trove/common/utils.py`, `format_output`). */
export function formatOutput(message: string): string {
  const text = breakLines(linesOf(message), 0);
  return text.length > LIMIT ? `${text.slice(0, LIMIT - 3)}...` : text;
}

function breakLines(lines: readonly string[], first: number): string {
  let next = first % BREAKS.length;
  let text = "";
  for (const line of lines) {
    if (line.length <= WIDTH) {
      text += line;
      continue;
    }
    let parts = [line];
    for (let tries = 0; tries < BREAKS.length && parts.length === 1; tries++) {
      const [from, to] = BREAKS[next] ?? ["", ""];
      next = (next + 1) % BREAKS.length;
      parts = linesOf(line.replace(from, () => to));
    }
    text +=
      parts.length === 1
        ? line
        : parts.map((part) => (part.length > WIDTH ? breakLines(linesOf(part), next) : part)).join("");
  }
  return text;
}

/** Keeps the line ends, like Python's `splitlines(True)`. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}
