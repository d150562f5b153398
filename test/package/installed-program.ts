import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stagePackage } from "../../scripts/stage-package.ts";

const root = join(import.meta.dirname, "../..");

// The lowest SDK version that package.json allows, and the compiler of Pulumi's template. The repository itself is
// built and tested with the newest SDK and TypeScript 6.
const packages = ["@pulumi/pulumi@3.268.0", "typescript@5.9.3", "@types/node@22"];

/** A folder in which the packed package is installed. */
export interface Program {
  readonly folder: string;
  /** The packed package. */
  readonly tarball: string;
  write(name: string, text: string): void;
  /** Runs a program in the folder. @throws {AssertionError} with its output if it fails. */
  run(command: string, ...args: readonly string[]): Promise<string>;
  remove(): void;
}

/**
 * Packs this package, or one of its workspaces, as npm publishes it, and installs it with the packages `beside` it into
 * a temporary folder.
 */
export function installProgram(beside: readonly string[] = packages, workspace?: "simulator"): Promise<Program> {
  return install((folder) => pack(folder, workspace), beside);
}

/** Installs the package of another program alone, with more options of npm, into a folder of its own. */
export function installAgain({ tarball }: Program, ...options: readonly string[]): Promise<Program> {
  return install(async () => tarball, options);
}

async function install(pack: (folder: string) => Promise<string>, args: readonly string[]): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-trove-program-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const write: Program["write"] = (name, text) => writeFileSync(join(folder, name), text);
  const run: Program["run"] = (command, ...args) => execute(folder, command, args);
  try {
    write("package.json", JSON.stringify({ name: "program", private: true }));
    const tarball = await pack(folder);
    await run("npm", "install", ...NPM_OPTIONS, tarball, ...args);
    return { folder, tarball, write, run, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

export const NPM_OPTIONS: readonly string[] = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];

/** Packs this package, or one of its workspaces, as npm publishes it. Returns the path of the file. */
export async function pack(folder: string, workspace?: "simulator"): Promise<string> {
  const from = workspace === undefined ? await stagePackage(join(folder, "package")) : join(root, workspace);
  const packing = ["pack", from, "--silent", "--pack-destination", folder];
  const [tarball = ""] = (await execute(root, "npm", packing)).split("\n");
  return join(folder, tarball.trim());
}

/** The files in the published package. */
export async function packedFiles(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-trove-package-"));
  const [report] = JSON.parse(await execute(await stagePackage(folder), "npm", ["pack", "--dry-run", "--json"]));
  rmSync(folder, { recursive: true });
  return report.files.map((file: { path: string }) => file.path);
}

/** Runs a program and returns its output. @throws {AssertionError} with its output if it fails. */
export function execute(
  cwd: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error) reject(new assert.AssertionError({ message: `${command} ${args.join(" ")}:\n${stdout}${stderr}` }));
      else resolve(stdout);
    });
  });
}
