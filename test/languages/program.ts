import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { ensureLanguages } from "../../scripts/languages.ts";
import { stackOfFolder } from "../engine/program-folder.ts";

/**
 * A stack of a program in YAML, Python or Go. The `go.mod` of a program needs to name only the modules that it imports.
 *
 * @param files the text of the program's files by their names, Pulumi.yaml among them.
 */
export async function stackOfProgram(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<Stack> {
  const fill = async (folder: string) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  };
  const languages = await ensureLanguages();
  return stackOfFolder(t, fill, { ...env, ...languages, GOFLAGS: "-mod=mod" }, async () => {});
}
