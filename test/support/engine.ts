import { mkdtemp, readFile, rm } from "node:fs/promises";
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

// This process connects to one engine after another. From its common pool, gRPC would give an engine that got the port of
// an earlier one the broken connection to that: "No connection established. Last error: null", now and then.
Object.assign(Reflect.get(runtime, "grpcClientOptions") ?? {}, { "grpc.use_local_subchannel_pool": 1 });

/** The checkpoint of one resource; what is encrypted, each time anew, reads "encrypted". */
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
}

/** A stack of the real Pulumi engine with a backend of its own. */
export interface TestStack {
  readonly stack: Stack;
  readonly folder: string;
  /** The program of the next operation. */
  program: PulumiFn;
  /** The resources in the checkpoint, without the stack itself and its providers. */
  resources(): Promise<readonly ResourceState[]>;
  /** The checkpoint's file as it lies in the backend: secrets are encrypted in it. */
  checkpoint(): Promise<string>;
  /** All that the operations have printed so far. */
  output(): string;
  /** To be passed to an operation, so that `output` has what it prints. */
  readonly onOutput: (text: string) => void;
  /** Changes the environment of the next operations, such as the cloud that they log in to. */
  changeEnv(env: Readonly<Record<string, string>>): void;
  remove(): Promise<void>;
}

export interface TestStackOptions {
  readonly program?: PulumiFn;
  readonly config?: ConfigMap;
  /** Credentials and the like, for the provider's process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly name?: string;
}

/** Creates a stack; an inline program runs in this process, the provider in one of the engine's. */
export async function createTestStack(options: TestStackOptions = {}): Promise<TestStack> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-trove-engine-"));
  const { pulumiCommand, path } = await findPulumi();
  const test = { program: options.program ?? (async () => {}) };
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: options.name ?? "test", projectName: "test", program: async () => test.program() },
    {
      pulumiCommand,
      envVars: { PATH: path, ...hermeticPulumi(folder), ...options.env },
    },
  );
  if (options.config !== undefined) await stack.setAllConfig(options.config);
  const checkpoint = () => readFile(join(folder, "backend", ".pulumi", "stacks", "test", `${stack.name}.json`), "utf8");
  tellLess(stack, checkpoint);
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
        .map(({ urn, type, id, inputs, outputs, initErrors, delete: deletes }) => ({
          ...{ urn, type, inputs, outputs },
          ...(id === undefined ? {} : { id }),
          ...(initErrors === undefined ? {} : { initErrors }),
          ...(deletes === undefined ? {} : { delete: deletes }),
        }));
    },
    checkpoint,
    changeEnv(env: Readonly<Record<string, string>>) {
      Object.assign(stack.workspace.envVars, env);
    },
    // Processes of a killed Pulumi may still be writing there.
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  });
}

/**
 * After each operation the Automation API starts the CLI again for the outputs, twice, and for the history with all its
 * secrets: a third of the whole. The outputs are asked for only where there are any, the secrets never.
 */
function tellLess(stack: Stack, checkpoint: () => Promise<string>): void {
  const outputs = stack.outputs.bind(stack);
  const history = stack.history.bind(stack);
  stack.outputs = async () => {
    const resources: readonly ResourceState[] = JSON.parse(await checkpoint()).checkpoint.latest?.resources ?? [];
    const own = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    return Object.keys(own?.outputs ?? {}).length > 0 ? outputs() : {};
  };
  stack.history = (pageSize, page) => history(pageSize, page, false);
}

let found: Promise<{ readonly pulumiCommand: PulumiCommand; readonly path: string }> | undefined;

function findPulumi() {
  found ??= ensurePulumi().then(async ({ root, env }) => ({
    pulumiCommand: await PulumiCommand.get({ root }),
    path: env.PATH ?? "",
  }));
  return found;
}
