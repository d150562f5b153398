import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../../..");

test("nothing in provider/ but the public client uses a 404 that names no object", () => {
  const files = globSync("provider/**/*.ts", { cwd: root });
  assert.ok(files.includes(join("provider", "trove", "errors", "is-not-found.ts")));
  const users = files.filter((file) => /from "[^"]*\/is-not-found\.ts"/.test(readFileSync(join(root, file), "utf8")));
  assert.deepEqual(users, [join("provider", "client", "index.ts")]);
});
