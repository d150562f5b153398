import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/root.ts";

/** A fenced code block of a page. */
export interface Block {
  readonly page: string;
  /** The line of its fence, from 1. */
  readonly line: number;
  /** What stands behind the fence: `sh`, `ts`, … */
  readonly language: string;
  readonly lines: readonly string[];
}

/** The pages whose blocks are run. */
export const pages: readonly string[] = ["README.md", "simulator/README.md", ...globSync("docs/**/*.md", { cwd: root })]
  .map((page) => page.replaceAll("\\", "/"))
  .sort();

/** The blocks of a page, in its order; a fence may be indented, as below an item of a list. */
export function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/^([ ]*)```(\w*)\n(.*?)^\1```$/gms)].map((match) => {
    const [, indent = "", language = "", body = ""] = match;
    return {
      page,
      line: text.slice(0, match.index).split("\n").length,
      language,
      lines: body
        .split("\n")
        .slice(0, -1)
        .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)),
    };
  });
}
