import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { isSupported, NODE_RANGE } from "../../../provider/check-node.ts";
import { root } from "../../../scripts/root.ts";

const { engines, exports, sideEffects } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

test("the check of Node's version asks for what package.json asks for", () => {
  assert.equal(NODE_RANGE, engines.node);
});

test("the launchers of the plugin name the range of package.json", () => {
  for (const file of ["start.cjs", "pulumi-resource-trove", "pulumi-resource-trove.cmd"]) {
    // The shell of Windows escapes with carets.
    const text = readFileSync(join(root, "plugin", file), "utf8").replace(
      /\^([\^|>()])/g,
      file.endsWith(".cmd") ? "$1" : "$&",
    );
    assert.ok(text.includes(NODE_RANGE), file);
  }
});

/** What the plugin's start prints on a version of Node.js, before it loads the plugin. */
function startOf(version: string): string {
  const printed: string[] = [];
  const fake = { versions: { node: version }, execPath: "/opt/node", exit: () => {} };
  const console = { error: (text: unknown) => printed.push(String(text)) };
  const require = () => {};
  runInNewContext(readFileSync(join(root, "plugin/start.cjs"), "utf8"), { process: fake, console, require });
  return printed.join();
}

for (const version of ["22.17.0", "22.23.3", "24.2.0", "24.21.0", "25.0.0", "26.10.0"]) {
  test(`Node.js ${version} is supported`, () => {
    assert.equal(isSupported(version), true);
    assert.equal(startOf(version), "");
  });
}

for (const version of ["18.20.8", "20.20.2", "21.7.3", "22.2.0", "22.16.0", "23.11.1", "24.1.0", "24.1.0-rc.1"]) {
  test(`Node.js ${version} is not supported`, () => {
    assert.equal(isSupported(version), false);
    assert.ok(
      startOf(version).includes(`needs Node.js ${NODE_RANGE}, but this process runs Node.js ${version} (/opt/node)`),
    );
  });
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
