import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { goVersion } from "./go-build.ts";
import { ensureLanguageHosts, findLanguageHosts } from "./language-hosts.ts";
import { ensurePulumi } from "./pulumi-cli.ts";
import { pythonEnvironment } from "./python-environment.ts";
import { run } from "./run.ts";
import { toolEnv } from "./tool-env.ts";
import { ensureVirtualEnvironment, pythonOf } from "./virtual-environment.ts";

/** The environment variables with which Pulumi runs programs in YAML, Python and Go. */
export interface LanguageEnv extends Readonly<Record<string, string>> {
  readonly PATH: string;
}

/**
 * Installs what programs in YAML, Python and Go need.
 *
 * @throws {Error} which says what is missing.
 */
export async function ensureLanguages(): Promise<LanguageEnv> {
  const pulumi = await ensurePulumi();
  const hosts = await ensureLanguageHosts();
  await ensureVirtualEnvironment(pythonEnvironment);
  // The host of Python takes the first `python3` on PATH.
  const { PATH = "" } = toolEnv(pulumi.bin, hosts, dirname(pythonOf(pythonEnvironment)));
  return { PATH, ...(await goFolders()) };
}

/** Go's cache folders are in HOME unless they are set, and a test has a HOME of its own. */
async function goFolders(): Promise<Readonly<Record<string, string>>> {
  const { code, output } = await run("go", ["env", "-json", "GOCACHE", "GOMODCACHE"]);
  if (code !== 0) throw new Error(`Programs in Go need Go 1.26 or later: ${output.trim()}`);
  return JSON.parse(output);
}

/** Whether `ensureLanguages` has nothing to build or install, except Pulumi itself. */
export async function hasLanguages(): Promise<boolean> {
  const hasPython = existsSync(pythonOf(pythonEnvironment));
  return hasPython && (await findLanguageHosts()) !== undefined && (await goVersion()) !== undefined;
}
