import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isSupported, NODE_RANGE } from "../../../provider/check-node.ts";
import { root } from "../../../scripts/root.ts";

const { engines, exports, sideEffects } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

test("the check of Node's version asks for what package.json asks for", () => {
  assert.equal(NODE_RANGE, engines.node);
});

for (const version of ["22.17.0", "22.23.3", "24.2.0", "24.21.0", "25.0.0", "26.10.0"]) {
  test(`Node.js ${version} is supported`, () => assert.equal(isSupported(version), true));
}

for (const version of ["18.20.8", "20.20.2", "21.7.3", "22.2.0", "22.16.0", "23.11.1", "24.1.0", "24.1.0-rc.1"]) {
  test(`Node.js ${version} is not supported`, () => assert.equal(isSupported(version), false));
}

test("every entry checks Node's version first, and bundlers keep the check", () => {
  const entries = Object.values<{ default?: string }>(exports).flatMap((entry) => entry.default ?? []);
  assert.equal(entries.length, 4);
  for (const entry of entries) {
    const source = entry.replace("./dist/", "").replace(/\.js$/, ".ts");
    const [, first] = /^(?:import|export) [^;]*"([^"]+)";$/m.exec(readFileSync(join(root, source), "utf8")) ?? [];
    assert.match(first ?? "", /\/check-node\.ts$/, source);
    assert.ok(sideEffects.includes(entry), `${entry} has side effects`);
  }
  assert.ok(sideEffects.includes("./dist/provider/check-node.js"));
});
