import { dirname, join } from "node:path";
import { cacheFolder } from "./cache-folder.ts";
import { holdLock } from "./lock.ts";
import { buildPulumi, goVersion } from "./pulumi-build.ts";
import { downloadPulumi } from "./pulumi-download.ts";
import { run } from "./run.ts";
import { toolEnv } from "./tool-env.ts";

/** The version that is fetched where none is installed. */
const pulumiVersion = "3.274.1";

/** The oldest version that is taken from PATH: since it, the Node SDK and the language host are apart. */
const oldestVersion = [3, 248] as const;

export interface PulumiCli {
  /** What the Automation API's `PulumiCommand.get({ root })` wants: the command is `<root>/bin/pulumi`. */
  readonly root: string;
  /** The folder of the command and of its Node language host. */
  readonly bin: string;
  /** The environment with node_modules/.bin and `bin` first on PATH. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Finds a Pulumi CLI with its Node language host: on PATH, in this user's cache, by download (60 s at most), or built
 * from its Go modules (five to eight minutes, once).
 *
 * @throws {Error} that says what was tried and what to install.
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
      `There is no Pulumi CLI: none on PATH (3.248 or later, with pulumi-language-nodejs), the download failed ` +
        `(${refused ?? "the downloaded command does not run"}), and there is no Go to build it with. ` +
        "Install Pulumi (https://www.pulumi.com/docs/install/) or Go 1.25 or later, and run this again.",
    );
  }
  console.log(`The download failed (${refused}). Building it with ${go}: five to eight minutes, once.`);
  await buildPulumi(pulumiVersion, folder);
  if (!(await works(join(folder, "bin")))) throw new Error(`The Pulumi that was built in ${folder} does not run.`);
}

async function onPath(): Promise<string | undefined> {
  const { code, output } = await run("sh", ["-c", "command -v pulumi && command -v pulumi-language-nodejs"]);
  const path = output.split("\n")[0];
  return code === 0 && path && (await works(dirname(path))) ? dirname(path) : undefined;
}

/** Whether the command there runs, is recent enough, and has its language host and its dynamic provider beside it. */
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
