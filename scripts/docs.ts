// Writes docs/instance.md from the table of arguments, or with --check says whether it is what the table gives.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Argument } from "../provider/resources/arguments.ts";
import { instanceArguments } from "../provider/resources/instance/inputs.ts";
import { root } from "./root.ts";

const KIND = {
  update: "in place",
  record: "noted, nothing is asked of the cloud",
  replace: "replacement",
  refuse: "refused",
};
const path = join(root, "docs", "instance.md");

/** The page that documents each argument of a `TroveInstance` and what a change of it does. */
export function instancePage(): string {
  const rows = Object.entries(instanceArguments as Readonly<Record<string, Argument>>).map(
    ([name, { description, unit, default: fallback, change }]) =>
      `| \`${name}\` | ${[description, unit && `In ${unit}.`].filter(Boolean).join(" ")} | ${fallback ? escapeHtml(fallback) : ""} | ${
        change.note ?? KIND[change.kind]
      } |`,
  );
  return `# TroveInstance

Written from the provider's own table of arguments by \`npm run docs\`.

| argument | what it is | default | a change of it |
| --- | --- | --- | --- |
${rows.join("\n")}

Removing an argument never replaces: what it said stays as it is in the cloud, no longer managed. \`databases: []\` and
\`users: []\` mean none. Nothing that was ever in service is replaced without \`allow: { replace: true }\`.
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("<", "&lt;");
}

if (process.argv.includes("--check")) {
  if (readFileSync(path, "utf8") !== instancePage()) {
    console.error("docs/instance.md is not what the table of arguments gives: run npm run docs.");
    process.exitCode = 1;
  }
} else {
  writeFileSync(path, instancePage());
}
