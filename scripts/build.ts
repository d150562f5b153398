import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { bundlePlugin, PLUGIN_FILES } from "./bundle-plugin.ts";
import { root } from "./root.ts";
import { run } from "./run.ts";
import { toolEnv } from "./tool-env.ts";

const sources = ["provider", "sdk", "scripts/bundle-plugin.ts", "package.json", "tsconfig.json", "tsconfig.build.json"];

/**
 * Compiles provider/ and sdk/ into dist/, and bundles the plugin. Does nothing if both are newer than every source.
 *
 * @throws {Error} with the compiler's output.
 */
export async function build(): Promise<void> {
  const latest = newest(sources);
  if (latest >= Math.min(...PLUGIN_FILES.map(oldest))) await bundlePlugin();
  if (latest >= oldest("dist")) await compile();
}

async function compile(): Promise<void> {
  // Compiled into another folder and then moved, so that dist/ never holds a partial build or files of deleted sources.
  const next = join(root, "node_modules/.cache/pulumi-trove-build");
  rmSync(next, { recursive: true, force: true });
  const { code, output } = await run("tsc", ["-p", "tsconfig.build.json", "--outDir", next], { env: toolEnv() });
  if (code !== 0) throw new Error(`The build failed (tsc -p tsconfig.build.json):\n${output}`);
  const previous = `${next}.previous`;
  rmSync(previous, { recursive: true, force: true });
  if (existsSync(join(root, "dist"))) renameSync(join(root, "dist"), previous);
  renameSync(next, join(root, "dist"));
  rmSync(previous, { recursive: true, force: true });
}

function newest(paths: readonly string[]): number {
  return Math.max(...paths.flatMap(times));
}

function oldest(path: string): number {
  const all = times(path);
  return all.length > 0 ? Math.min(...all) : Number.NEGATIVE_INFINITY;
}

/** The modification times of a file, or of a folder and its contents: a deleted file changes the time of its folder. */
function times(path: string): number[] {
  const entry = statSync(join(root, path), { throwIfNoEntry: false });
  if (!entry) return [];
  if (!entry.isDirectory()) return [entry.mtimeMs];
  const inside = readdirSync(join(root, path)).flatMap((name) => times(join(path, name)));
  return path.startsWith("dist") ? inside : [entry.mtimeMs, ...inside];
}

if (import.meta.main) await build();
