import { chmodSync, copyFileSync, existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cacheFolder } from "./cache-folder.ts";
import { buildBin, goBuild, goModule, goSource, goVersion, pulumiSdk } from "./go-build.ts";
import { holdLock } from "./lock.ts";
import { run } from "./run.ts";

interface LanguageHost {
  readonly module: string;
  readonly version: string;
  /** The module's packages that are programs. */
  readonly programs: readonly string[];
  /** The variable of the programs that holds their version. */
  readonly variable: string;
}

const sdkVersion = `${pulumiSdk}/go/common/version.Version`;

/** The last versions of modules that contain the hosts: the Go proxy does not serve the modules of newer ones. */
const yaml: LanguageHost = {
  module: "github.com/pulumi/pulumi-yaml",
  version: "1.25.0",
  programs: ["cmd/pulumi-language-yaml", "cmd/pulumi-converter-yaml"],
  variable: "github.com/pulumi/pulumi-yaml/pkg/version.Version",
};
const python: LanguageHost = {
  module: pulumiSdk,
  version: "3.67.0",
  programs: ["python/cmd/pulumi-language-python"],
  variable: sdkVersion,
};
const golang: LanguageHost = {
  module: pulumiSdk,
  version: "3.52.0",
  programs: ["go/pulumi-language-go"],
  variable: sdkVersion,
};

/** The host of Python starts this script, which must be on PATH or beside it. */
const pythonScript = "pulumi-language-python-exec";

const folder = join(cacheFolder, `language-hosts-${yaml.version}-${python.version}-${golang.version}`);
/** Exists only once it is complete. */
const builtHosts = join(folder, "bin");

/** The folder of the language hosts of YAML, Python and Go; `undefined` unless they are on PATH or in the user's cache. */
export async function findLanguageHosts(): Promise<string | undefined> {
  return (await onPath()) ?? (existsSync(builtHosts) ? builtHosts : undefined);
}

/**
 * Finds the language hosts of YAML, Python and Go, or builds them from their Go modules (three minutes, once).
 *
 * @returns their folder, which belongs on PATH behind that of Pulumi.
 * @throws {Error} which says what is missing, or with Go's output.
 */
export async function ensureLanguageHosts(): Promise<string> {
  const found = await findLanguageHosts();
  if (found !== undefined) return found;
  return holdLock(`${folder}.lock`, "Another process is building Pulumi's language hosts", async () => {
    if (!existsSync(builtHosts)) await buildHosts();
    return builtHosts;
  });
}

async function buildHosts(): Promise<void> {
  const go = await goVersion();
  if (go === undefined) {
    throw new Error(
      "The language hosts of YAML, Python and Go are not on PATH, and Go is not installed to build them. " +
        "Install Pulumi (https://www.pulumi.com/docs/install/) or Go 1.24 or later, then try again.",
    );
  }
  console.log(`Building Pulumi's language hosts of YAML, Python and Go with ${go}: three minutes, once.`);
  await buildBin(folder, async (bin, work) => {
    await buildHost(yaml, bin, work);
    const module = await buildHost(python, bin, work);
    const script = join(await goSource(module, python.module), "python/cmd", pythonScript);
    copyFileSync(script, join(bin, pythonScript));
    chmodSync(join(bin, pythonScript), 0o755);
    await buildHost(golang, bin, work);
  });
}

/** Returns the module in which it was built. */
async function buildHost(host: LanguageHost, bin: string, work: string): Promise<string> {
  const programs = host.programs.map((program) => `${host.module}/${program}`);
  const [first = ""] = programs;
  const module = await goModule(
    work,
    basename(first),
    programs.map((program) => `${program}@v${host.version}`),
  );
  for (const program of programs) {
    await goBuild(module, program, join(bin, basename(program)), `${host.variable}=v${host.version}`);
  }
  return module;
}

async function onPath(): Promise<string | undefined> {
  const { code, output } = await run("sh", [
    "-c",
    "command -v pulumi-language-yaml && command -v pulumi-language-python && command -v pulumi-language-go",
  ]);
  return code === 0 ? dirname(output.split("\n")[0] ?? "") : undefined;
}
