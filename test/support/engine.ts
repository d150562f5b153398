import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ConfigMap,
  LocalWorkspace,
  PulumiCommand,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";
import * as runtime from "@pulumi/pulumi/runtime/index.js";
import { hermeticPulumi } from "../../scripts/hermetic-pulumi.ts";
import { ensurePulumi } from "../../scripts/pulumi-cli.ts";
import { engineHost, pluginEntry } from "./engine-host.ts";
import { checkpointFile, createStack, PROJECT } from "./new-stack.ts";

// This process connects to many engines in turn. With gRPC's shared pool, an engine on the port of an earlier one would
// sometimes get that engine's broken connection: "No connection established. Last error: null".
Object.assign(Reflect.get(runtime, "grpcClientOptions") ?? {}, { "grpc.use_local_subchannel_pool": 1 });

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

/** A stack of the real Pulumi engine, with a backend of its own. */
export interface TestStack {
  readonly stack: Stack;
  readonly folder: string;
  /** The program of the next operation. */
  program: PulumiFn;
  /** The resources in the checkpoint, without the stack and its providers. */
  resources(): Promise<readonly ResourceState[]>;
  /** The text of the checkpoint file in the backend; its secrets are encrypted. */
  checkpoint(): Promise<string>;
  /** The output of all operations so far. */
  output(): string;
  /** Pass this to an operation to collect its output in `output`. */
  readonly onOutput: (text: string) => void;
  /** Changes the environment variables of the next operations, such as the cloud to log in to. */
  changeEnv(env: Readonly<Record<string, string>>): void;
  remove(): Promise<void>;
}

export interface TestStackOptions {
  readonly program?: PulumiFn;
  readonly config?: ConfigMap;
  /** Environment variables of the provider's process, such as credentials. */
  readonly env?: Readonly<Record<string, string>>;
  readonly name?: string;
  /**
   * Whether the project has the entry that leads to the plugin.
   *
   * @default if the plugin is the host of this process
   */
  readonly findsPlugin?: boolean;
}

/** Creates a stack. The program runs in this process, the provider in a process of the engine. */
export async function createTestStack(options: TestStackOptions = {}): Promise<TestStack> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-trove-engine-"));
  const { pulumiCommand, path } = await findPulumi();
  const test = { program: options.program ?? (async () => {}) };
  // As the Automation API writes it for an inline program, with the plugin.
  const project = { name: PROJECT, runtime: "nodejs" as const, main: process.cwd() };
  const findsPlugin = options.findsPlugin ?? engineHost === "plugin";
  const projectSettings = { ...project, ...(findsPlugin && { plugins: pluginEntry }) };
  const backend = join(folder, "backend");
  const workspace = await LocalWorkspace.create({
    pulumiCommand,
    projectSettings,
    program: async () => test.program(),
    envVars: { PATH: path, ...hermeticPulumi(folder), ...options.env },
  });
  const stack = await createStack(options.name ?? "test", workspace, backend);
  if (options.config !== undefined) await stack.setAllConfig(options.config);
  const checkpoint = () => readFile(join(backend, checkpointFile(stack.name)), "utf8");
  readResultsFromFiles(stack, checkpoint, join(backend, ".pulumi", "history", PROJECT, stack.name));
  let output = "";
  return Object.assign(test, {
    stack,
    folder,
    output: () => output,
    onOutput: (text: string) => {
      output += text;
    },
    async resources() {
      const { checkpoint: saved } = JSON.parse(await checkpoint(), (key, value) =>
        key === "ciphertext" ? "encrypted" : value,
      );
      const all = (saved.latest?.resources ?? []) as ResourceState[];
      return all
        .filter(({ type }) => !type.startsWith("pulumi:"))
        .map(({ urn, type, id, inputs, outputs, initErrors, delete: deletes, customTimeouts }) => ({
          ...{ urn, type, inputs, outputs },
          ...(id === undefined ? {} : { id }),
          ...(initErrors === undefined ? {} : { initErrors }),
          ...(deletes === undefined ? {} : { delete: deletes }),
          ...(customTimeouts === undefined ? {} : { customTimeouts }),
        }));
    },
    checkpoint,
    changeEnv(env: Readonly<Record<string, string>>) {
      Object.assign(stack.workspace.envVars, env);
    },
    // Processes of a killed Pulumi may still write there.
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  });
}

/**
 * After each operation the Automation API starts the CLI three more times, for the outputs and for the history with its
 * secrets: a third of the time. This reads the files instead, and asks the CLI only for outputs that have secrets.
 *
 * @param historyFolder the folder with a file for each update
 */
function readResultsFromFiles(stack: Stack, checkpoint: () => Promise<string>, historyFolder: string): void {
  const askForOutputs = stack.outputs.bind(stack);
  stack.outputs = async () => {
    const resources: readonly ResourceState[] = JSON.parse(await checkpoint()).checkpoint.latest?.resources ?? [];
    const outputs: object = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
    if (JSON.stringify(outputs).includes(SIGNATURE)) return askForOutputs();
    return Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, { value, secret: false }]));
  };
  stack.info = async () => {
    // The names end with the time in nanoseconds. Unlike the CLI, the file has numbers of seconds for dates.
    const names = (await readdir(historyFolder)).filter((name) => name.endsWith(".history.json"));
    const latest = names.sort().at(-1);
    return latest === undefined ? undefined : JSON.parse(await readFile(join(historyFolder, latest), "utf8"));
  };
}

/** The key that marks secrets and other special values in a state (`sdk/go/common/resource/sig`). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

let found: Promise<{ readonly pulumiCommand: PulumiCommand; readonly path: string }> | undefined;

function findPulumi() {
  found ??= ensurePulumi().then(async ({ root, env }) => ({
    pulumiCommand: await PulumiCommand.get({ root }),
    path: env.PATH ?? "",
  }));
  return found;
}
