import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cacheFolder } from "./cache-folder.ts";
import { holdLock } from "./lock.ts";
import { run } from "./run.ts";

const systemPython = "/usr/bin/python3";

/** A virtual environment of Python in the user's cache folder. It need not exist. */
export interface VirtualEnvironment {
  readonly folder: string;
  /** What is installed there, such as "Trove 26.0.0". */
  readonly what: string;
  /** The arguments of `pip install`. */
  readonly packages: readonly string[];
}

/** @param versions the file with the exact versions of all packages. Other versions get another folder. */
export function virtualEnvironment(
  name: string,
  versions: string,
  { what, packages }: Pick<VirtualEnvironment, "what" | "packages">,
): VirtualEnvironment {
  return { folder: join(cacheFolder, `${name}-${systemPythonName()}-${hashOf(versions)}`), what, packages };
}

/** The path of the environment's Python. It exists only after `ensureVirtualEnvironment`. */
export function pythonOf({ folder }: VirtualEnvironment): string {
  return join(folder, "bin/python");
}

/**
 * Installs the packages from PyPI, unless they are there already (half a minute, once). Installs into another folder
 * and then moves it, so that an interrupted installation is repeated.
 *
 * @throws {Error} with the missing Debian package or the output of the failed command.
 */
export async function ensureVirtualEnvironment(environment: VirtualEnvironment): Promise<void> {
  if (existsSync(pythonOf(environment))) return;
  const { folder, what } = environment;
  await holdLock(`${folder}.lock`, `Another process is installing ${what}`, async () => {
    if (!existsSync(pythonOf(environment))) await install(environment);
  });
}

async function install({ folder, what, packages }: VirtualEnvironment): Promise<void> {
  const { code } = await run(systemPython, ["-c", "import ensurepip, venv"]);
  if (code !== 0) throw new Error(`${what} cannot be installed without the package python3-venv`);
  console.log(`Installing ${what} from PyPI into ${folder} (half a minute, once) ...`);
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}.install-`);
  try {
    await command(systemPython, "-m", "venv", work);
    const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
    await command(join(work, "bin/python"), ...pip, ...packages);
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Such as `python3.11`: a virtual environment works with one minor version only. */
function systemPythonName(): string {
  return existsSync(systemPython) ? basename(realpathSync(systemPython)) : "no-python";
}

function hashOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 12);
}

async function command(program: string, ...args: string[]): Promise<void> {
  const { code, output } = await run(program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} failed with exit code ${code}:\n${output}`);
}
