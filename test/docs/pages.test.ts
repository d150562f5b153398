import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { installProgram, type Program } from "../package/installed-program.ts";
import { templateCompiler } from "../support/stock-template.ts";
import { blocksOf, pages } from "./blocks.ts";
import { exceptions } from "./exceptions.ts";
import { runPage } from "./run-page.ts";
import { settings } from "./settings.ts";

let program: Program;
before(
  async () => {
    program = await installProgram();
  },
  { timeout: 300_000 },
);
after(() => program?.remove());

describe("a reader who follows a page block by block succeeds", { concurrency: 2 }, () => {
  for (const page of pages.filter((name) => !settings[name]?.languages)) {
    test(page, (t) => runPage(t, page, program.folder));
  }

  test("every program of every page compiles with strict types", async () => {
    const programs = pages.flatMap(blocksOf).filter(({ language }) => language === "ts");
    const files = programs.map(({ page, line, lines }) => {
      const file = `${page.replaceAll(/\W/g, "-")}-${line}.mts`;
      program.write(file, lines.join("\n"));
      return file;
    });
    program.write("tsconfig.json", JSON.stringify({ ...templateCompiler, files }));
    await program.run("node_modules/.bin/tsc", "--noEmit", "--pretty", "false");
  });
});

test("no page waits for a simulator that has ended", () => {
  const waits = pages.flatMap(blocksOf).flatMap(({ lines }) => lines.filter((line) => /\buntil\b/.test(line)));
  assert.ok(waits.length > 0);
  for (const wait of waits) assert.match(wait, /\|\| ! kill -0 \$!; do/);
});

test("every exception matches a block or command of a page", () => {
  const unused = exceptions.filter(({ page, line, block }) => {
    const blocks = blocksOf(page);
    return block
      ? !blocks.some(({ lines }) => lines[0]?.trim() === line)
      : !blocks.some(({ lines }) => lines.some((one) => one.trim().replace(/^- (run: )?/, "") === line));
  });
  assert.deepEqual(unused, []);
});
