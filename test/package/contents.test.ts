import assert from "node:assert/strict";
import { test } from "node:test";
import { packedFiles } from "./installed-program.ts";

test("npm packs the compiled SDK and provider, the documentation, and nothing else", async () => {
  const files = await packedFiles();
  const expected = /^(dist\/(sdk|provider)\/.+\.(js|d\.ts)|docs\/.+\.md|(README|CHANGELOG)\.md|LICENSE|package\.json)$/;
  assert.deepEqual(
    files.filter((file) => !expected.test(file)),
    [],
  );
  for (const needed of ["dist/sdk/index.js", "dist/sdk/index.d.ts", "dist/provider/index.js", "README.md", "LICENSE"]) {
    assert.ok(files.includes(needed), `${needed} is packed`);
  }
});
