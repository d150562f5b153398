import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/root.ts";

/** A fenced code block in a page. */
export interface Block {
  readonly page: string;
  /** The line number of its fence, from 1. */
  readonly line: number;
  /** The language after the fence: `sh`, `ts`, … */
  readonly language: string;
  readonly lines: readonly string[];
}

/** The pages with code blocks, and the examples whose comments describe how to run them. */
export const pages: readonly string[] = [
  "README.md",
  "simulator/README.md",
  ...globSync("docs/**/*.md", { cwd: root }).sort(),
  "examples/app/index.ts",
  "examples/grow/index.ts",
  "examples/quickstart/index.ts",
  "examples/restore/index.ts",
].filter((page) => blocksOf(page).length > 0);

export function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(root, page), "utf8");
  return page.endsWith(".md") ? fencedBlocks(page, text) : commentedCommands(page, text);
}

/** The blocks in the order of the page. A fence may be indented, as in a list item. A `text` block is a diagram. */
function fencedBlocks(page: string, text: string): readonly Block[] {
  const blocks = [...text.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms)].map((match) => {
    const [, indent = "", language = "", body = ""] = match;
    const lines = body.split("\n").slice(0, -1);
    return {
      page,
      line: text.slice(0, match.index).split("\n").length,
      language,
      lines: lines.map((line) => line.slice(indent.length)),
    };
  });
  return blocks.filter(({ language }) => language !== "text");
}

/** The comment lines `//   command      what it does` of a file, as one block. */
function commentedCommands(page: string, text: string): readonly Block[] {
  const lines = text.split("\n");
  const commands = lines.flatMap((line) => /^\/\/ {3}(\S.*?)(?: {3,}.*)?$/.exec(line)?.[1] ?? []);
  const line = lines.findIndex((text) => text.startsWith("//   ")) + 1;
  return commands.length === 0 ? [] : [{ page, line, language: "sh", lines: commands }];
}
