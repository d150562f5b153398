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
import { hermeticPulumi } from "../../scripts/hermetic-pulumi.ts";
import { ensurePulumi } from "../../scripts/pulumi-cli.ts";

/** The checkpoint of one resource, as `pulumi stack export` shows it. */
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
  const cli = await ensurePulumi();
  const test = { program: options.program ?? (async () => {}) };
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: options.name ?? "test", projectName: "test", program: async () => test.program() },
    {
      pulumiCommand: await PulumiCommand.get({ root: cli.root }),
      envVars: { PATH: cli.env.PATH ?? "", ...hermeticPulumi(folder), ...options.env },
    },
  );
  await stack.setAllConfig(options.config ?? {});
  let output = "";
  return Object.assign(test, {
    stack,
    folder,
    output: () => output,
    onOutput: (text: string) => {
      output += text;
    },
    async resources() {
      const { deployment } = await stack.exportStack();
      const all = (deployment.resources ?? []) as ResourceState[];
      return all.filter(({ type }) => !type.startsWith("pulumi:"));
    },
    checkpoint: () => readFile(join(folder, "backend", ".pulumi", "stacks", "test", `${stack.name}.json`), "utf8"),
    remove: () => rm(folder, { recursive: true, force: true }),
  });
}
