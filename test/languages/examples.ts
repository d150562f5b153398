import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { goModule } from "../../scripts/go-module.ts";
import { root } from "../../scripts/root.ts";
import type { ProgramFiles } from "./program.ts";
import { goSdk, pythonSdk } from "./sdks.ts";

/** A program of `examples/`, as a user has it in a folder of their own. */
export interface Example {
  readonly files: ProgramFiles;
  readonly env: Readonly<Record<string, string>>;
}

export type ExampleName = "yaml" | "python" | "go";

/** What the example programs read from the stack configuration. */
export const exampleConfig = {
  network: { value: "2d8b0e6c-5e3b-4f5c-9d2c-1f4a3c4e5d6f" },
  password: { value: "p-of-app", secret: true },
};

/** The example with the path of this repository's plugin and, as a user gets it from a release, the SDK. */
export async function exampleOf(t: TestContext, name: ExampleName): Promise<Example> {
  const folder = join(root, "examples", name);
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((file) => readFile(join(folder, file), "utf8")));
  const files: ProgramFiles = Object.fromEntries(names.map((file, index) => [file, texts[index] ?? ""]));
  const found = edit(files, "Pulumi.yaml", [["path: ../../plugin", `path: ${join(root, "plugin")}`]]);
  if (name === "yaml") return { files: found, env: {} };
  if (name === "python") return { files: found, env: { PYTHONPATH: await pythonSdk(t) } };
  const replacement = [`${goModule} => ../../release/sdk/go`, `${goModule} => ${await goSdk(t)}`] as const;
  return { files: edit(found, "go.mod", [replacement]), env: {} };
}

/** Replaces texts of a file, each of which it has once. */
export function edit(
  files: ProgramFiles,
  name: string,
  replacements: readonly (readonly [text: string, replacement: string])[],
): ProgramFiles {
  const edited = replacements.reduce((file, [text, replacement]) => {
    assert.equal(file.split(text).length, 2, `${name} must have this text once: ${text}`);
    return file.replace(text, () => replacement);
  }, files[name] ?? "");
  return { ...files, [name]: edited };
}
