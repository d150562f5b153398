import { copyFileSync, cpSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pythonEnvironment } from "../python-environment.ts";
import { root } from "../root.ts";
import { run } from "../run.ts";
import { generateSdk } from "../sdk-generator.ts";
import { ensureVirtualEnvironment, pythonOf } from "../virtual-environment.ts";
import { packedAt } from "./plugin-archives.ts";

/** Writes the sources of the Python package `pulumi_trove`. */
export async function writePythonSdk(schema: string, folder: string): Promise<void> {
  await generateSdk("python", schema, folder);
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
}

/**
 * Builds the wheel of the Python package, with the pinned setuptools of our Python environment.
 *
 * @param release a folder without a wheel.
 * @returns the path of the wheel.
 * @throws {Error} with pip's output.
 */
export async function buildWheel(sources: string, release: string): Promise<string> {
  await ensureVirtualEnvironment(pythonEnvironment);
  // setuptools writes into the folder that it builds.
  const copy = mkdtempSync(join(tmpdir(), "pulumi-trove-wheel-"));
  try {
    cpSync(sources, copy, { recursive: true });
    const pip = ["-m", "pip", "wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", release, copy];
    const { code, output } = await run(pythonOf(pythonEnvironment), pip, {
      env: { ...process.env, SOURCE_DATE_EPOCH: `${packedAt.getTime() / 1000}` },
    });
    if (code !== 0) throw new Error(`The wheel was not built: pip exited with code ${code}.\n${output}`);
    const [name = ""] = globSync("*.whl", { cwd: release });
    return join(release, name);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
