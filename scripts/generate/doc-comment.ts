const WIDTH = 120;

/** A doc comment with these paragraphs; on one line if it fits. A text between code fences keeps its lines. */
export function docComment(paragraphs: readonly (string | undefined)[], indent = 0): string {
  const present = paragraphs.flatMap((paragraph) => (paragraph ? [paragraph] : []));
  const [first = "", ...others] = present;
  const margin = " ".repeat(indent);
  if (present.length === 0) return "";
  const isShort = indent + first.length + 7 <= WIDTH && !first.startsWith("@") && !first.includes("\n");
  if (others.length === 0 && isShort) return `/** ${first} */`;
  const lines = present.flatMap((paragraph, index) => [
    ...(index === 0 || isNextTag(paragraph, present[index - 1]) ? [] : [""]),
    ...(paragraph.includes("```") ? paragraph.split("\n") : wrap(paragraph, WIDTH - indent - 3)),
  ]);
  return ["/**", ...lines.map((line) => `${margin} * ${line}`.trimEnd()), `${margin} */`].join("\n");
}

/** Tags of a function follow each other without an empty line. */
function isNextTag(paragraph: string, before = ""): boolean {
  return paragraph.startsWith("@") && before.startsWith("@");
}

/** Wraps a text, without breaking code spans. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.match(/(?:``.+?``|`[^`]*`|\S)+/g) ?? []) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
