import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cacheFolder } from "./cache-folder.ts";
import { holdLock } from "./lock.ts";
import { root } from "./root.ts";
import { run } from "./run.ts";

const version = "26.0.0";
const systemPython = "/usr/bin/python3";
const constraints = join(root, "test/real-trove/trove-26-constraints.txt");
const folder = join(cacheFolder, `trove-${version}-${systemPythonName()}-${hashOf(constraints)}`);

/** The path of the Python that imports Trove 26. It exists only after `ensureTrove26`. */
export const trove26Python: string = join(folder, "bin/python");

/**
 * Installs Trove 26 from PyPI into a virtual environment in the user's cache folder, unless it is there already (half a
 * minute, once). Installs into another folder and then moves it, so that an interrupted installation is repeated.
 *
 * @throws {Error} with the missing package or the output of the failed command.
 */
export async function ensureTrove26(): Promise<void> {
  if (existsSync(trove26Python)) return;
  await holdLock(`${folder}.lock`, `Another process is installing Trove ${version}`, async () => {
    if (!existsSync(trove26Python)) await install();
  });
}

async function install(): Promise<void> {
  const { code } = await run(systemPython, ["-c", "import ensurepip, venv"]);
  if (code !== 0) throw new Error("Trove 26 cannot be installed without the package python3-venv");
  console.log(`Installing Trove ${version} from PyPI into ${folder} (half a minute, once) ...`);
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}.install-`);
  try {
    await command(systemPython, "-m", "venv", work);
    const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
    await command(join(work, "bin/python"), ...pip, "--constraint", constraints, `trove==${version}`);
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
