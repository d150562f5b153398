import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { ensureLanguages } from "../../scripts/languages.ts";
import { type Finished, run } from "../../scripts/run.ts";
import { stackOfFolder } from "../engine/program-folder.ts";
import { readResultsFromFiles } from "../support/checkpoint.ts";

/** The text of a program's files by their names, Pulumi.yaml among them. */
export type ProgramFiles = Readonly<Record<string, string>>;

/** `go.mod` may be incomplete, and a program is linked faster without what debuggers need. */
const GOFLAGS = "-mod=mod '-ldflags=-s -w'";

/**
 * A stack of a program in YAML, Python or Go. The `go.mod` of a program needs to name only the modules that it imports.
 *
 * @param install puts the program's node_modules there; by default those of this repository.
 */
export async function stackOfProgram(
  t: TestContext,
  files: ProgramFiles,
  env: Readonly<Record<string, string>> = {},
  install?: (folder: string) => Promise<void>,
): Promise<Stack> {
  const languages = await ensureLanguages();
  const fill = (folder: string) => writeFiles(folder, files);
  const stack = await stackOfFolder(t, fill, { ...env, ...languages, GOFLAGS }, install);
  readResultsFromFiles(stack);
  return stack;
}

/** Replaces files of the stack's program, or adds them. */
export function rewrite({ workspace }: Stack, files: ProgramFiles): Promise<void> {
  return writeFiles(workspace.workDir, files);
}

async function writeFiles(folder: string, files: ProgramFiles): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** Runs the command line on the stack, as in `pulumi import`. */
export function pulumi({ name, workspace }: Stack, ...args: readonly string[]): Promise<Finished> {
  const env = { ...process.env, ...workspace.envVars };
  return run("pulumi", [...args, "--stack", name, "--non-interactive"], { cwd: workspace.workDir, env });
}
