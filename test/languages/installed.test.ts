import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import packageJson from "../../package.json" with { type: "json" };
import { writePluginArchives } from "../../scripts/release/plugin-archives.ts";
import { run } from "../../scripts/run.ts";
import { stagePackage } from "../../scripts/stage-package.ts";
import type { Simulator } from "../../simulator/index.ts";
import { startHarness } from "../engine/harness.ts";
import { installProgram } from "../package/installed-program.ts";
import { stackOfProgram } from "./program.ts";
import { temporaryFolder } from "./sdks.ts";
import { shownBy } from "./steps.ts";
import { declaring, yamlProgram } from "./yaml.ts";

const { version } = packageJson;

test("the plugin of a release archive runs a program without any node_modules", async (t) => {
  const { cloud, env } = await startHarness(t);
  const release = await temporaryFolder(t);
  await writePluginArchives(await stagePackage(join(release, "package")), version, release);
  const program = yamlProgram({ ...declaring({ databases: { app: {} } }), plugins: undefined });
  const stack = await stackOfProgram(t, program, env, async () => {});
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const archive = join(release, `pulumi-resource-trove-v${version}-${process.platform}-${architecture}.tar.gz`);
  const { workDir, envVars } = stack.workspace;
  const install = ["plugin", "install", "resource", "trove", version, "--file", archive];
  const { code, output } = await run("pulumi", install, { cwd: workDir, env: { ...process.env, ...envVars } });
  assert.equal(code, 0, output);
  await assertRuns(stack, cloud);
});

test("the plugin of the packed npm package runs a program outside of this repository", async (t) => {
  const { cloud, env } = await startHarness(t);
  const installed = await installProgram([]);
  t.after(() => installed.remove());
  const plugins = { providers: [{ name: "trove", path: "node_modules/pulumi-trove/plugin" }] };
  const program = yamlProgram({ ...declaring({ databases: { app: {} } }), plugins });
  const packages = join(installed.folder, "node_modules");
  const stack = await stackOfProgram(t, program, env, (folder) => symlink(packages, join(folder, "node_modules")));
  await assertRuns(stack, cloud);
});

/** The program creates its instance, and deletes it. */
async function assertRuns(stack: Stack, cloud: Simulator): Promise<void> {
  const up = await shownBy(stack, "up");
  assert.deepEqual([up.steps, up.problems], [{ db: "create" }, []]);
  assert.deepEqual(
    cloud.instances().map(({ status, contents }) => [status, contents.databases.map(({ name }) => name)]),
    [["ACTIVE", ["app"]]],
  );
  await stack.preview({ expectNoChanges: true });
  await stack.destroy();
  assert.deepEqual(cloud.instances(), []);
}
