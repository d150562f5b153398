import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../../..");
const most = 350;

test(`no source file has more than ${most} lines`, () => {
  const rooms = "{bench,examples,provider,scripts,sdk,simulator,test}";
  const exclude = (name: string) => name.endsWith("node_modules");
  const sources = globSync(`${rooms}/**/*.{ts,mjs,py}`, { cwd: root, exclude });
  const tooLong = sources.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length - 1 > most);
  assert.ok(sources.length > 0);
  assert.deepEqual(tooLong, []);
});
