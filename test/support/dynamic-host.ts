import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { type ProcessOptions, type Properties, plain, startProvider } from "./provider-process.ts";

/** The real dynamic host of `@pulumi/pulumi`, called over gRPC as the engine calls it. */
export interface DynamicHost {
  readonly process: ChildProcess;
  stdout(): string;
  stderr(): string;
  check(
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: { property: string; reason: string }[] }>;
  /** `changes`: 0 unknown, 1 none, 2 some, as in `provider.proto`. */
  diff(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ changes: number; replacesList: string[]; deletebeforereplace: boolean }>;
  create(properties: Properties): Promise<{ id: string; outs: Properties }>;
  read(
    id: string,
    properties?: Properties,
    inputs?: Properties,
  ): Promise<{ id: string; props: Properties | undefined; inputs: Properties | undefined }>;
  update(id: string, olds: Properties, news: Properties): Promise<Properties>;
  delete(id: string, properties: Properties): Promise<void>;
  cancel(): Promise<void>;
  /** Stops the process as the engine does: Cancel, then SIGINT. */
  stop(): Promise<void>;
}

export interface DynamicHostOptions extends ProcessOptions {
  /** Stack configuration, with keys such as `"trove:authUrl"`. */
  readonly config?: Properties;
}

/** @param options without the address of an engine, none listens there. */
export async function startDynamicHost(options: DynamicHostOptions = {}): Promise<DynamicHost> {
  const script = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/dynamic-provider");
  const provider = await startProvider(process.execPath, [script, options.engine ?? "none"], {
    ...options,
    env: { PULUMI_NODEJS_PROJECT: "project", ...options.env },
  });
  const { call } = provider;
  await call("configure", "ConfigureRequest", { args: options.config ?? {} });
  return {
    process: provider.process,
    stdout: provider.stdout,
    stderr: provider.stderr,
    async check(olds, news) {
      const answer = await call("check", "CheckRequest", { olds, news });
      return {
        inputs: answer.getInputs().toJavaScript(),
        failures: answer.getFailuresList().map((failure: { toObject(): unknown }) => failure.toObject()),
      };
    },
    diff: async (id, olds, news) => (await call("diff", "DiffRequest", { id, olds, news })).toObject(),
    async create(properties) {
      const answer = await call("create", "CreateRequest", { properties });
      return { id: answer.getId(), outs: answer.getProperties().toJavaScript() };
    },
    async read(id, properties, inputs) {
      const answer = await call("read", "ReadRequest", { id, properties, inputs });
      return { id: answer.getId(), props: plain(answer.getProperties()), inputs: plain(answer.getInputs()) };
    },
    update: async (id, olds, news) =>
      (await call("update", "UpdateRequest", { id, olds, news })).getProperties().toJavaScript(),
    delete: async (id, properties) => {
      await call("delete", "DeleteRequest", { id, properties });
    },
    cancel: async () => {
      await call("cancel", "Empty");
    },
    stop: provider.stop,
  };
}
