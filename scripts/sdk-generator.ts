import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache-folder.ts";
import { buildBin, goBuild, goVersion } from "./go-build.ts";
import { holdLock } from "./lock.ts";
import { root } from "./root.ts";
import { run } from "./run.ts";

const sources = join(root, "scripts/sdk-generator");
const program = "sdk-generator";

/** Checks the package schema, strictly: a warning is an error too. @throws {Error} with the problems. */
export function checkSchema(schema: string): Promise<void> {
  return runGenerator("check", schema);
}

/** Writes the SDK that Pulumi generates from the package schema into a folder. @throws {Error} with the problems. */
export function generateSdk(language: "go" | "nodejs" | "python", schema: string, folder: string): Promise<void> {
  return runGenerator(language, schema, folder);
}

async function runGenerator(...args: readonly string[]): Promise<void> {
  const { code, output } = await run(await ensureGenerator(), args);
  if (code !== 0) throw new Error(`The SDK generator failed (${args.join(" ")}):\n${output}`);
}

/** Builds the Go program in scripts/sdk-generator/ into the user's cache folder, once for each version of its sources. */
async function ensureGenerator(): Promise<string> {
  const folder = join(cacheFolder, `${program}-${hashOfSources()}`);
  const generator = join(folder, "bin", program);
  if (existsSync(generator)) return generator;
  return holdLock(`${folder}.lock`, "Another process is building the SDK generator", async () => {
    if (!existsSync(generator)) await buildGenerator(folder);
    return generator;
  });
}

async function buildGenerator(folder: string): Promise<void> {
  if ((await goVersion()) === undefined) throw new Error("The SDK generator needs Go 1.26 or later.");
  await buildBin(folder, async (bin, work) => {
    // A copy, since Go may write go.mod and go.sum.
    const module = join(work, program);
    cpSync(sources, module, { recursive: true });
    await goBuild(module, ".", join(bin, program));
  });
}

function hashOfSources(): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(sources).sort()) hash.update(file).update(readFileSync(join(sources, file)));
  return hash.digest("hex").slice(0, 12);
}
