import { dirname, join } from "node:path";
import { cacheFolder } from "./cache-folder.ts";
import { goVersion } from "./go-build.ts";
import { holdLock } from "./lock.ts";
import { buildPulumi } from "./pulumi-build.ts";
import { downloadPulumi } from "./pulumi-download.ts";
import { run } from "./run.ts";
import { toolEnv } from "./tool-env.ts";

/** The version to download if none is installed, and of the Go SDK that the generated SDK requires. */
export const pulumiVersion = "3.274.1";

/** The oldest accepted version on PATH: since then the Node SDK and the language host are separate. */
const oldestVersion = [3, 248] as const;

export interface PulumiCli {
  /** `root` for the Automation API's `PulumiCommand.get`: the command is `<root>/bin/pulumi`. */
  readonly root: string;
  /** The folder of the command and of its Node language host. */
  readonly bin: string;
  /** Environment variables with node_modules/.bin and `bin` first on PATH. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Finds a Pulumi CLI with its Node language host: on PATH or in the user's cache. Otherwise downloads it (60 s at most)
 * or builds it from its Go modules (five to eight minutes, once).
 *
 * @throws {Error} which says what was tried and what to install.
 */
export async function ensurePulumi(): Promise<PulumiCli> {
  const cached = join(cacheFolder, `pulumi-v${pulumiVersion}`);
  const found = (await onPath()) ?? ((await works(join(cached, "bin"))) ? join(cached, "bin") : undefined);
  if (found) return describe(found);
  return holdLock(`${cached}.lock`, "Another process is fetching Pulumi", async () => {
    if (!(await works(join(cached, "bin")))) await fetchPulumi(cached);
    return describe(join(cached, "bin"));
  });
}

async function fetchPulumi(folder: string): Promise<void> {
  console.log(`Pulumi is not on PATH. Downloading ${pulumiVersion} into ${folder} (60 s at most) ...`);
  const refused = await downloadPulumi(pulumiVersion, folder);
  if (!refused && (await works(join(folder, "bin")))) return;
  const go = await goVersion();
  if (!go) {
    throw new Error(
      `Pulumi CLI not found: none on PATH (3.248 or later, with pulumi-language-nodejs), the download failed ` +
        `(${refused ?? "the downloaded command does not run"}), and Go is not installed to build it. ` +
        "Install Pulumi (https://www.pulumi.com/docs/install/) or Go 1.25 or later, then try again.",
    );
  }
  console.log(`The download failed (${refused}). Building it with ${go}: five to eight minutes, once.`);
  await buildPulumi(pulumiVersion, folder);
  if (!(await works(join(folder, "bin")))) throw new Error(`Pulumi was built in ${folder}, but does not run.`);
}

async function onPath(): Promise<string | undefined> {
  const { code, output } = await run("sh", ["-c", "command -v pulumi && command -v pulumi-language-nodejs"]);
  const path = output.split("\n")[0];
  return code === 0 && path && (await works(dirname(path))) ? dirname(path) : undefined;
}

/** Whether the folder has a command that runs and is recent enough, its language host and its dynamic provider. */
async function works(bin: string): Promise<boolean> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { code, output } = await run(join(bin, "pulumi"), ["version"], { env });
  const host = await run("sh", [
    "-c",
    'test -x "$0/pulumi-language-nodejs" -a -x "$0/pulumi-resource-pulumi-nodejs"',
    bin,
  ]);
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(output) ?? [];
  return code === 0 && host.code === 0 && Number(major) === oldestVersion[0] && Number(minor) >= oldestVersion[1];
}

function describe(bin: string): PulumiCli {
  return { root: dirname(bin), bin, env: toolEnv(bin) };
}
