import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type TestContext, test } from "node:test";
import { root } from "../../scripts/root.ts";
import { run } from "../../scripts/run.ts";

test("the bench starts where nothing is built yet", async (context) => {
  const { code, output } = await run(process.execPath, ["scripts/bootstrap.mjs", "bench", "--list"], {
    cwd: freshClone(context),
  });
  assert.equal(code, 0, output);
  assert.match(output, /\* up-100 /);
});

/** A copy of the sources with the packages installed, without dist/. */
function freshClone(context: TestContext): string {
  const clone = mkdtempSync(join(tmpdir(), "pulumi-trove-clone-"));
  context.after(() => rmSync(clone, { recursive: true, force: true }));
  for (const name of readdirSync(root)) {
    if (![".git", "dist", "node_modules"].includes(name))
      cpSync(join(root, name), join(clone, name), { recursive: true, filter: (path) => basename(path) !== "dist" });
  }
  const packages = join(clone, "node_modules");
  mkdirSync(packages);
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (name !== ".cache") symlinkSync(join(root, "node_modules", name), join(packages, name));
  }
  return clone;
}
