import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../../..");
const most = 350;

test(`no source file that is written by hand has more than ${most} lines`, () => {
  const folders = "{bench,examples,provider,scripts,sdk,simulator,test}";
  const exclude = (name: string) => name.endsWith("node_modules");
  const sources = globSync(`${folders}/**/*.{ts,mjs,py}`, { cwd: root, exclude });
  const tooLong = sources.filter((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return !text.startsWith("// Written by `npm run generate`") && text.split("\n").length - 1 > most;
  });
  assert.ok(sources.length > 0);
  assert.deepEqual(tooLong, []);
});

test("no folder of provider/ has more than 12 files directly in it", () => {
  const files = globSync("provider/**/*.ts", { cwd: root });
  const folders = Object.entries(Object.groupBy(files, (file) => dirname(file)));
  const tooLarge = folders.filter(([, inside = []]) => inside.length > 12).map(([folder]) => folder);
  assert.ok(folders.length > 20);
  assert.deepEqual(tooLarge, []);
});
