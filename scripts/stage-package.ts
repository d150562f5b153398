import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "./build.ts";
import { root } from "./root.ts";
import { run } from "./run.ts";

/** The keys of package.json that are not published. */
const OF_THE_REPOSITORY = ["private", "workspaces", "scripts", "devDependencies"];

/** The default folder; only one process may use it at a time. */
const STAGED = join(root, "node_modules/.cache/pulumi-trove-package");

/** Builds the package and copies its published files, with the published package.json, into a folder. */
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

/** The files in `files` of package.json and those that npm always packs. */
async function publishedFiles(): Promise<readonly string[]> {
  const { code, output } = await run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root });
  if (code !== 0) throw new Error(`npm pack failed:\n${output}`);
  const [report] = JSON.parse(output) as [{ readonly files: readonly { readonly path: string }[] }];
  return report.files.map(({ path }) => path);
}
