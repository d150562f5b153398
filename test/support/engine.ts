import { mkdtemp, rm } from "node:fs/promises";
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
import { checkpointOf, type ResourceState, readResultsFromFiles, resourcesOf } from "./checkpoint.ts";
import { engineHost, pluginEntry } from "./engine-host.ts";
import { createStack, PROJECT } from "./new-stack.ts";

// This process connects to many engines in turn. With gRPC's shared pool, an engine on the port of an earlier one would
// sometimes get that engine's broken connection: "No connection established. Last error: null".
Object.assign(Reflect.get(runtime, "grpcClientOptions") ?? {}, { "grpc.use_local_subchannel_pool": 1 });

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
  readResultsFromFiles(stack);
  let output = "";
  return Object.assign(test, {
    stack,
    folder,
    output: () => output,
    onOutput: (text: string) => {
      output += text;
    },
    resources: () => resourcesOf(stack),
    checkpoint: () => checkpointOf(stack),
    changeEnv(env: Readonly<Record<string, string>>) {
      Object.assign(stack.workspace.envVars, env);
    },
    // Processes of a killed Pulumi may still write there.
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  });
}

let found: Promise<{ readonly pulumiCommand: PulumiCommand; readonly path: string }> | undefined;

function findPulumi() {
  found ??= ensurePulumi().then(async ({ root, env }) => ({
    pulumiCommand: await PulumiCommand.get({ root }),
    path: env.PATH ?? "",
  }));
  return found;
}
