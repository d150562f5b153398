import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation/index.js";
import { parse, stringify } from "yaml";
import { hermeticPulumi } from "../../scripts/hermetic-pulumi.ts";
import { ensurePulumi } from "../../scripts/pulumi-cli.ts";
import { root } from "../../scripts/root.ts";
import { engineHost, pluginEntry } from "../support/engine-host.ts";

/**
 * A stack of a program in a folder, which Pulumi's language host runs. The folder is one of its own, since Pulumi writes
 * the stack's settings into it.
 *
 * @param fill puts the program there, with its Pulumi.yaml; both are for the dynamic host, and then moved to this process's.
 * @param install puts the program's node_modules there; by default those of this repository.
 */
export async function stackOfFolder(
  t: TestContext,
  fill: (folder: string) => Promise<void>,
  env: Readonly<Record<string, string>>,
  install = linkNodeModules,
): Promise<Stack> {
  const home = await mkdtemp(join(tmpdir(), "pulumi-trove-program-"));
  t.after(() => rm(home, { recursive: true, force: true }));
  const folder = join(home, "program");
  await mkdir(folder);
  await fill(folder);
  if (engineHost === "plugin") await moveToPlugin(folder);
  await install(folder);
  const cli = await ensurePulumi();
  return LocalWorkspace.createOrSelectStack(
    { stackName: "test", workDir: folder },
    {
      pulumiCommand: await PulumiCommand.get({ root: cli.root }),
      envVars: { PATH: cli.env.PATH ?? "", ...hermeticPulumi(home), ...env },
    },
  );
}

function linkNodeModules(folder: string): Promise<void> {
  return symlink(join(root, "node_modules"), join(folder, "node_modules"));
}

/** What a user changes for the plugin: the line that imports, and the entry in Pulumi.yaml. */
async function moveToPlugin(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const change = CHANGES.find(({ files }) => files.test(name))?.change;
    if (change !== undefined) await writeFile(file, change(await readFile(file, "utf8")));
  }
}

const CHANGES: readonly { readonly files: RegExp; readonly change: (text: string) => string }[] = [
  { files: /^Pulumi\.yaml$/, change: (text) => stringify({ ...parse(text), plugins: pluginEntry }) },
  { files: /\.[jt]s$/, change: (text) => text.replaceAll('"pulumi-trove"', '"pulumi-trove/plugin"') },
];
