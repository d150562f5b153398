import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "./run.ts";

// The last version of the sdk/v3 module with the Node language host: the proxy does not serve the host's own module.
const languageHostVersion = "3.67.0";
const sdk = "github.com/pulumi/pulumi/sdk/v3";
const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const languageHost = `${sdk}/nodejs/cmd/pulumi-language-nodejs`;

/** The version of Go, such as "go1.26.0"; `undefined` if Go is not installed. */
export async function goVersion(): Promise<string | undefined> {
  const { code, output } = await run("go", ["version"]);
  return code === 0 ? (/go\d\S*/.exec(output)?.[0] ?? "go") : undefined;
}

/**
 * Builds the CLI, its script for dynamic providers and its Node language host from their Go modules, then moves the
 * complete folder into place. `go install` refuses modules with replace directives, so a module that requires them is
 * built instead.
 *
 * @throws {Error} with Go's output.
 */
export async function buildPulumi(version: string, folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}.build-`);
  const bin = join(work, "bin");
  try {
    mkdirSync(bin);
    const cli = await module(work, "cli", [`${command}@v${version}`, `${sdk}@v${version}`]);
    await compile(cli, command, join(bin, "pulumi"), version);
    const source = await go(cli, ["list", "-m", "-f", "{{.Dir}}", sdk]);
    const script = "pulumi-resource-pulumi-nodejs";
    copyFileSync(join(source.trim(), "nodejs/dist", script), join(bin, script));
    chmodSync(join(bin, script), 0o755);
    const host = await module(work, "language-host", [`${languageHost}@v${languageHostVersion}`]);
    await compile(host, languageHost, join(bin, "pulumi-language-nodejs"), languageHostVersion);
    mkdirSync(folder, { recursive: true });
    rmSync(join(folder, "bin"), { recursive: true, force: true });
    renameSync(bin, join(folder, "bin"));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function module(work: string, name: string, requirements: readonly string[]): Promise<string> {
  const folder = join(work, name);
  mkdirSync(folder);
  await go(folder, ["mod", "init", `example.invalid/${name}`]);
  console.log(`  fetching ${requirements.join(" ")} ...`);
  await go(folder, ["get", ...requirements]);
  return folder;
}

async function compile(folder: string, what: string, output: string, version: string): Promise<void> {
  console.log(`  compiling ${what} ...`);
  const started = Date.now();
  // Otherwise the language host reports an empty version, which the Automation API refuses.
  const flags = `-s -w -X ${sdk}/go/common/version.Version=v${version}`;
  const args = ["build", "-mod=mod", "-trimpath", "-tags", "osusergo,grpcnotrace", "-ldflags", flags];
  await go(folder, [...args, "-o", output, what]);
  console.log(`  ... done in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Runs Go at the lowest priority, because tests run meanwhile. */
async function go(cwd: string, args: readonly string[]): Promise<string> {
  const { code, output } = await run("nice", ["-n", "19", "go", ...args], {
    cwd,
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "" },
  });
  if (code !== 0) throw new Error(`go ${args.join(" ")} failed with exit code ${code}:\n${output}`);
  return output;
}
