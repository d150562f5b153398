import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { parse } from "yaml";
import type { Simulator, SimulatorOptions } from "../../simulator/index.ts";
import { during, startHarness, writes } from "../engine/harness.ts";
import { type CloudApi, openApi } from "../support/cloud-api.ts";
import { pulumi, rewrite, stackOfProgram } from "./program.ts";
import { shownBy } from "./steps.ts";
import { type YamlProgram, yamlProgram } from "./yaml.ts";

/** The type of an instance, as `pulumi import` takes it. */
export const INSTANCE = "trove:index:Instance";

/** A project in YAML that declares nothing yet. */
export interface EmptyProject {
  readonly cloud: Simulator;
  readonly api: CloudApi;
  readonly stack: Stack;
}

export async function emptyProject(t: TestContext, options: SimulatorOptions = {}): Promise<EmptyProject> {
  const { cloud, env } = await startHarness(t, { backup: 0.1, ...options });
  return { cloud, api: await openApi(cloud), stack: await stackOfProgram(t, yamlProgram(), env) };
}

interface Imported {
  readonly program: YamlProgram;
  /** The lines of the output with a warning or an error. */
  readonly problems: readonly string[];
}

/** Runs `pulumi import`, which sends no request that changes anything. Returns the program that it generates. */
export async function imported({ stack, cloud }: EmptyProject, ...args: readonly string[]): Promise<Imported> {
  const file = join(stack.workspace.workDir, "generated.yaml");
  let problems: readonly string[] = [];
  const requests = await during(cloud, async () => {
    const { code, output } = await pulumi(stack, "import", ...args, "--yes", "--skip-preview", "--out", file);
    assert.equal(code, 0, output);
    problems = problemsIn(output);
  });
  assert.deepEqual(writes(requests), []);
  return { program: parse(await readFile(file, "utf8")), problems };
}

/** Imports instances by their names in the program and their ids: `pulumi import --file`. */
export async function importedAll(project: EmptyProject, ids: Readonly<Record<string, string>>): Promise<Imported> {
  const resources = Object.entries(ids).map(([name, id]) => ({ type: INSTANCE, name, id }));
  const file = join(project.stack.workspace.workDir, "import.json");
  await writeFile(file, JSON.stringify({ resources }));
  return imported(project, "--file", file);
}

/** The warnings and errors that Pulumi prints below "Diagnostics:", except the warning about a language host on PATH. */
export function problemsIn(output: string): string[] {
  const diagnostics = output.slice(output.lastIndexOf("Diagnostics:")).split("\n");
  return diagnostics.filter((line) => /^\s*(warning|error): /.test(line) && !/: using pulumi-language-/.test(line));
}

/** A preview, an up and a refresh of the program change nothing, neither in the cloud nor in the state. */
export async function assertChangesNothing({ stack, cloud }: EmptyProject, program: YamlProgram): Promise<void> {
  await rewrite(stack, yamlProgram(program));
  const unchanged = Object.fromEntries(Object.keys(program.resources ?? {}).map((name) => [name, "same"]));
  const requests = await during(cloud, async () => {
    for (const operation of ["preview", "up", "refresh"] as const) {
      const { steps, problems } = await shownBy(stack, operation);
      assert.deepEqual({ operation, steps, problems }, { operation, steps: unchanged, problems: [] });
    }
  });
  assert.deepEqual(writes(requests), []);
}
