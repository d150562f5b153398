import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { failureOf, NO_CLOUD } from "./harness.ts";
import { testOnHost } from "./host.ts";
import { stackOfFolder } from "./program-folder.ts";

const TITLE = "is one line of the error, without a stack";

test(`a bad time-out ${TITLE}`, (t) =>
  assertRefused(t, { customTimeouts: { create: "soon" } }, /TroveInstance "db": customTimeouts\.create .*"soon"/));

testOnHost({ only: "dynamic", because: "the plugin imports" }, `the option import ${TITLE}`, (t) =>
  assertRefused(t, { import: "8a2f3c1e" }, /TroveInstance "db": .*"import".*adoptId: "8a2f3c1e"/),
);

async function assertRefused(t: TestContext, options: object, says: RegExp): Promise<void> {
  const stack = await stackOfFolder(t, writeProgram, NO_CLOUD);
  await stack.setConfig("options", { value: JSON.stringify(options) });
  assertOneLine(await failureOf(stack.preview()), says);
}

async function writeProgram(folder: string): Promise<void> {
  const settings = { name: "program", runtime: { name: "nodejs", options: { typescript: false } } };
  await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify(settings));
  await writeFile(join(folder, "package.json"), JSON.stringify({ main: "index.js" }));
  await writeFile(
    join(folder, "index.js"),
    `const { Config } = require("@pulumi/pulumi");
const { TroveInstance } = require("pulumi-trove");
new TroveInstance("db", { flavor: "m1.small" }, new Config().requireObject("options"));
`,
  );
}

function assertOneLine(message: string, says: RegExp): void {
  const diagnostics = message.slice(message.lastIndexOf("Diagnostics:"));
  const lines = diagnostics.split("\n").filter((line) => /error:/.test(line));
  assert.equal(lines.length, 1, message);
  assert.match(lines.join(), says);
  assert.doesNotMatch(diagnostics, /^\s+at .*:\d+:\d+\)?$/m);
  assert.doesNotMatch(diagnostics, /unhandled/i);
}
