import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "./run.ts";

/** Pulumi's Go SDK. Its variable `go/common/version.Version` is the version that the CLI and its hosts report. */
export const pulumiSdk = "github.com/pulumi/pulumi/sdk/v3";

/** The version of Go, such as "go1.26.0"; `undefined` if Go is not installed. */
export async function goVersion(): Promise<string | undefined> {
  const { code, output } = await run("go", ["version"]);
  return code === 0 ? (/go\d\S*/.exec(output)?.[0] ?? "go") : undefined;
}

/**
 * Lets `fill` put programs into a temporary `bin`, then moves that to `<folder>/bin`, so that an interrupted build leaves
 * nothing there.
 *
 * @param fill gets `bin` and a folder for its modules.
 */
export async function buildBin(folder: string, fill: (bin: string, work: string) => Promise<void>): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}.build-`);
  const bin = join(work, "bin");
  try {
    mkdirSync(bin);
    await fill(bin, work);
    mkdirSync(folder, { recursive: true });
    rmSync(join(folder, "bin"), { recursive: true, force: true });
    renameSync(bin, join(folder, "bin"));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Creates a module that requires others, such as `example.org/module@v1.2.3`. `go install` refuses modules with replace
 * directives, so a module that requires them is built instead.
 */
export async function goModule(work: string, name: string, requirements: readonly string[]): Promise<string> {
  const folder = join(work, name);
  mkdirSync(folder);
  await go(folder, ["mod", "init", `example.invalid/${name}`]);
  console.log(`  fetching ${requirements.join(" ")} ...`);
  await go(folder, ["get", ...requirements]);
  return folder;
}

/**
 * Compiles a package of a module, or of one that it requires.
 *
 * @param variable a string variable of the program and its value, as the linker takes them: `package.Name=value`.
 */
export async function goBuild(module: string, what: string, output: string, variable?: string): Promise<void> {
  console.log(`  compiling ${what} ...`);
  const started = Date.now();
  const flags = `-s -w${variable === undefined ? "" : ` -X ${variable}`}`;
  const args = ["build", "-mod=mod", "-trimpath", "-tags", "osusergo,grpcnotrace", "-ldflags", flags];
  await go(module, [...args, "-o", output, what]);
  console.log(`  ... done in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** The source folder of a module that `module` requires. */
export async function goSource(module: string, required: string): Promise<string> {
  return (await go(module, ["list", "-m", "-f", "{{.Dir}}", required])).trim();
}

/** Runs Go at the lowest priority, because tests run meanwhile. */
export async function go(cwd: string, args: readonly string[]): Promise<string> {
  const { code, output } = await run("nice", ["-n", "19", "go", ...args], {
    cwd,
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "" },
  });
  if (code !== 0) throw new Error(`go ${args.join(" ")} failed with exit code ${code}:\n${output}`);
  return output;
}
