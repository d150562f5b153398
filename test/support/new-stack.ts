import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type LocalWorkspace, Stack, type StackSettings } from "@pulumi/pulumi/automation/index.js";

/** What `pulumi stack init` writes. */
interface NewStack {
  /** `Pulumi.<stack>.yaml`, with the salt of the passphrase. */
  readonly settings: StackSettings;
  /** The files of the backend, by their paths in it. */
  readonly files: Readonly<Record<string, string>>;
}

/** The project of all stacks. */
export const PROJECT = "test";

/** The path of a stack's state in its backend. */
export function checkpointFile(stack: string): string {
  return join(".pulumi", "stacks", PROJECT, `${stack}.json`);
}

/** By the name of the stack. */
const created = new Map<string, NewStack>();

/**
 * Creates a stack in a workspace with an empty backend. Pulumi creates the first stack of each name in this process, and
 * the others are copies of that, with the same key: to derive one from the passphrase takes a third of a second of CPU.
 *
 * @param backend the backend's folder
 */
export async function createStack(name: string, workspace: LocalWorkspace, backend: string): Promise<Stack> {
  const original = created.get(name);
  if (original !== undefined) workspace.createStack = () => writeNewStack(name, original, workspace, backend);
  const stack = await Stack.create(name, workspace);
  if (original === undefined) created.set(name, await readNewStack(name, workspace, backend));
  return stack;
}

async function readNewStack(name: string, workspace: LocalWorkspace, backend: string): Promise<NewStack> {
  const read = async (path: string) => [path, await readFile(join(backend, path), "utf8")];
  const files = await Promise.all([join(".pulumi", "meta.yaml"), checkpointFile(name)].map(read));
  return { settings: await workspace.stackSettings(name), files: Object.fromEntries(files) };
}

async function writeNewStack(
  name: string,
  { settings, files }: NewStack,
  workspace: LocalWorkspace,
  backend: string,
): Promise<void> {
  await workspace.saveStackSettings(name, settings);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(backend, path)), { recursive: true });
    await writeFile(join(backend, path), text);
  }
}
