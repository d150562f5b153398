import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../scripts/root.ts";
import { run } from "../../scripts/run.ts";
import { toolEnv } from "../../scripts/tool-env.ts";

/** What the build of a package needs of its commit. */
const SOURCES = ["provider", "sdk", "package.json", "tsconfig.json", "tsconfig.build.json"];

/** Why the package of a commit cannot be built here; `undefined` if it can. A shallow clone fetches the commit first. */
export async function olderPackageMissing(commit: string): Promise<string | undefined> {
  if ((await run("git", ["cat-file", "-e", `${commit}^{commit}`])).code === 0) return undefined;
  const { code, output } = await run("git", ["fetch", "--quiet", "--depth=1", "origin", commit]);
  return code === 0 ? undefined : `this clone lacks commit ${commit}, and git fetch failed: ${output.trim()}`;
}

/**
 * Builds the package of an earlier commit, once for each checkout, with the compiler and the dependencies in this
 * repository's node_modules.
 *
 * @returns the package's folder.
 * @throws {Error} if the commit is not here, or with the output of the command that failed.
 */
export async function olderPackage(commit: string): Promise<string> {
  // Within node_modules, where the older package finds its dependencies.
  const folder = join(root, "node_modules/.cache", `pulumi-trove-${commit}`);
  if (existsSync(folder)) return folder;
  const missing = await olderPackageMissing(commit);
  if (missing !== undefined) throw new Error(`The package of an earlier version cannot be built: ${missing}`);
  // Built beside and moved when complete, so that the folder never holds half a build.
  const next = `${folder}.next`;
  await rm(next, { recursive: true, force: true });
  await mkdir(next, { recursive: true });
  const archive = join(next, "sources.tar");
  await runToEnd("git", ["archive", `--output=${archive}`, commit, ...SOURCES]);
  await runToEnd("tar", ["-xf", archive, "-C", next]);
  await runToEnd("tsc", ["-p", join(next, "tsconfig.build.json"), "--outDir", join(next, "dist")]);
  await rename(next, folder);
  return folder;
}

async function runToEnd(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(command, args, { env: toolEnv() });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${output}`);
}
