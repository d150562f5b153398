import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "./build.ts";
import { root } from "./root.ts";
import { run } from "./run.ts";

/** What of package.json concerns this repository alone. */
const OF_THE_REPOSITORY = ["private", "workspaces", "scripts", "devDependencies"];

/** The default folder, which one process uses at a time. */
const STAGED = join(root, "node_modules/.cache/pulumi-trove-package");

/** Builds the package and copies what is published of it into a folder, with the package.json that users get. */
export async function stagePackage(folder = STAGED): Promise<string> {
  await build();
  rmSync(folder, { recursive: true, force: true });
  for (const file of await publishedFiles()) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  const manifest = Object.entries(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const published = Object.fromEntries(manifest.filter(([key]) => !OF_THE_REPOSITORY.includes(key)));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(published, undefined, 2)}\n`);
  return folder;
}

/** The files that `files` of package.json names, and those that npm always packs. */
async function publishedFiles(): Promise<readonly string[]> {
  const { code, output } = await run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root });
  if (code !== 0) throw new Error(`npm pack failed:\n${output}`);
  const [report] = JSON.parse(output) as [{ readonly files: readonly { readonly path: string }[] }];
  return report.files.map(({ path }) => path);
}
