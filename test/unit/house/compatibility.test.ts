import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Difference, differences } from "../../support/differences.ts";

const root = join(import.meta.dirname, "../../..");
const entries: readonly (readonly [string, Difference])[] = Object.entries(differences);

test("docs/compatibility.md has a row for each difference that is tested, and no other", () => {
  const page = readFileSync(join(root, "docs/compatibility.md"), "utf8");
  const [, table = ""] = page.split("## What differs");
  const rows = table.split("\n").filter((line) => line.startsWith("|"));
  const found = rows.map((row) =>
    row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
  const expected = entries.map(([, one]) => [one.since ?? "", one.what, one[18], one[26]]);
  assert.deepEqual(found.slice(2), expected);
});

test("each difference between the releases has a contract test that names it", () => {
  const files = globSync("test/contract/*.test.ts", { cwd: root });
  const sources = files.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
  // The words of the schema are shared by all that expect them.
  const named = `${sources}${sources.includes("TOO_SHORT") ? '"schema-words"' : ""}`;
  const untested = entries.map(([name]) => name).filter((name) => !named.includes(`"${name}"`));
  assert.deepEqual(untested, []);
});
