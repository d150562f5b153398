import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Stack } from "@pulumi/pulumi/automation/index.js";

/** The checkpoint of a resource. Ciphertexts, which differ each time, are replaced with "encrypted". */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a checkpoint is JSON of any shape.
  readonly inputs: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly outputs: any;
  readonly initErrors?: readonly string[];
  readonly delete?: boolean;
  /** In seconds. */
  readonly customTimeouts?: Readonly<Record<string, number>>;
}

/** The text of the checkpoint file of a stack with the backend of `hermeticPulumi`; its secrets are encrypted. */
export async function checkpointOf(stack: Stack): Promise<string> {
  return readFile(`${await filesOf(stack, "stacks")}.json`, "utf8");
}

/** The resources in the checkpoint of a stack, without the stack and its providers. */
export async function resourcesOf(stack: Stack): Promise<readonly ResourceState[]> {
  const { checkpoint } = JSON.parse(await checkpointOf(stack), (key, value) =>
    key === "ciphertext" ? "encrypted" : value,
  );
  const all = (checkpoint.latest?.resources ?? []) as ResourceState[];
  return all
    .filter(({ type }) => !type.startsWith("pulumi:"))
    .map(({ urn, type, id, inputs, outputs, initErrors, delete: deletes, customTimeouts }) => ({
      ...{ urn, type, inputs, outputs },
      ...(id === undefined ? {} : { id }),
      ...(initErrors === undefined ? {} : { initErrors }),
      ...(deletes === undefined ? {} : { delete: deletes }),
      ...(customTimeouts === undefined ? {} : { customTimeouts }),
    }));
}

/**
 * After each operation the Automation API starts the CLI three more times, for the outputs and for the history with its
 * secrets: a third of the time. This asks the CLI for outputs only if there are any, and reads the history from its file.
 */
export function readResultsFromFiles(stack: Stack): void {
  const outputs = stack.outputs.bind(stack);
  stack.outputs = async () => {
    const resources: readonly ResourceState[] =
      JSON.parse(await checkpointOf(stack)).checkpoint.latest?.resources ?? [];
    const own = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    return Object.keys(own?.outputs ?? {}).length > 0 ? outputs() : {};
  };
  stack.info = async () => {
    const folder = await filesOf(stack, "history");
    // The names end with the time in nanoseconds. Unlike the CLI, the file has numbers of seconds for dates.
    const names = (await readdir(folder)).filter((name) => name.endsWith(".history.json"));
    const latest = names.sort().at(-1);
    return latest === undefined ? undefined : JSON.parse(await readFile(join(folder, latest), "utf8"));
  };
}

/** The path of what the backend stores of a stack, without an extension. */
async function filesOf({ name, workspace }: Stack, what: "stacks" | "history"): Promise<string> {
  const backend = new URL(workspace.envVars.PULUMI_BACKEND_URL ?? "");
  backend.search = "";
  const { name: project } = await workspace.projectSettings();
  return join(fileURLToPath(backend), ".pulumi", what, project, name);
}
