import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { pythonEnvironment } from "../../scripts/python-environment.ts";
import { writeGoSdk } from "../../scripts/release/go-sdk.ts";
import { buildWheel, writePythonSdk } from "../../scripts/release/python-sdk.ts";
import { root } from "../../scripts/root.ts";
import { pythonOf } from "../../scripts/virtual-environment.ts";
import { execute } from "../package/installed-program.ts";

/** The package schema of the plugin. */
export const schema: string = join(root, "plugin/schema.json");

/** Installs the wheel of the Python SDK. Returns a folder for PYTHONPATH. */
export async function pythonSdk(t: TestContext): Promise<string> {
  const folder = await temporaryFolder(t);
  const installed = join(folder, "installed");
  await execute(folder, pythonOf(pythonEnvironment), [
    ...["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"],
    ...["--target", installed, await wheelIn(folder)],
  ]);
  return installed;
}

/** Writes the sources of the Python SDK and builds its wheel. Returns the path of the wheel. */
export async function wheelIn(folder: string): Promise<string> {
  await writePythonSdk(schema, join(folder, "sources"));
  return buildWheel(join(folder, "sources"), folder);
}

/** Writes the Go module of the SDK. Returns its folder, for a `replace` directive. */
export async function goSdk(t: TestContext): Promise<string> {
  const folder = await temporaryFolder(t);
  await writeGoSdk(schema, folder);
  return folder;
}

export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-trove-sdk-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
