import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import packageJson from "../../package.json" with { type: "json" };
import { failureOf, NO_CLOUD } from "./harness.ts";
import { stackOfFolder } from "./program-folder.ts";

test("a missing plugin is one line, which names the plugin and its version", async (t) => {
  const stack = await stackOfFolder(t, writeProgram, NO_CLOUD);
  const message = await failureOf(stack.preview());
  const diagnostics = message.slice(message.lastIndexOf("Diagnostics:"));
  const errors = diagnostics.split("\n").filter((line) => /error:/.test(line));
  assert.equal(errors.length, 1, message);
  const version = packageJson.version.replaceAll(".", "\\.");
  assert.match(errors.join(), new RegExp(`'pulumi-resource-trove' found in the workspace at version v${version} `));
  assert.doesNotMatch(diagnostics, /^\s+at .*:\d+:\d+\)?$/m);
});

/** A program that imports the plugin's classes, without the entry in Pulumi.yaml. */
async function writeProgram(folder: string): Promise<void> {
  const settings = { name: "program", runtime: { name: "nodejs", options: { typescript: false } } };
  await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify(settings));
  await writeFile(join(folder, "package.json"), JSON.stringify({ main: "index.js" }));
  await writeFile(
    join(folder, "index.js"),
    `const { TroveInstance } = require("pulumi-trove/plugin");
for (const name of ["db", "other"]) new TroveInstance(name, { flavor: "m1.small" });
`,
  );
}
