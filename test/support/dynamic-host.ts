import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { providerText } from "../../provider/provider-text.ts";

const require = createRequire(import.meta.url);
const pulumi = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = pulumi("@grpc/grpc-js");
const { Struct } = pulumi("google-protobuf/google/protobuf/struct_pb");
const { Empty } = pulumi("google-protobuf/google/protobuf/empty_pb");
const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");
const { Status } = require("@pulumi/pulumi/proto/status_pb");

/** Pulumi's text for a value that is unknown in a preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The `__provider` text of an instance's state. */
export const INSTANCE_PROVIDER = providerText("Instance");

type Properties = Record<string, unknown>;

/** A partial failure as the engine receives it. */
export interface PartialFailure {
  readonly id: string;
  readonly properties: Properties;
  readonly reasons: readonly string[];
}

/** The error of a call to the host. */
export class HostError extends Error {
  readonly partial: PartialFailure | undefined;

  constructor(message: string, partial: PartialFailure | undefined) {
    super(message);
    this.partial = partial;
  }
}

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

export interface DynamicHostOptions {
  /** Stack configuration, with keys such as `"trove:authUrl"`. */
  readonly config?: Properties;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The engine's address. By default no engine listens there. */
  readonly engine?: string;
}

export async function startDynamicHost(options: DynamicHostOptions = {}): Promise<DynamicHost> {
  const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
  const child = spawn(process.execPath, [script, ...(options.engine === undefined ? ["none"] : [options.engine])], {
    cwd: options.cwd ?? process.cwd(),
    env: { ...process.env, PULUMI_NODEJS_PROJECT: "project", ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const [first] = await once(child.stdout, "data");
  let stdout = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  const client = new ResourceProviderClient(
    `127.0.0.1:${parseInt(String(first), 10)}`,
    grpc.credentials.createInsecure(),
  );
  const call = (method: string, request: unknown) => callHost(client, method, request);
  await call("configure", message("ConfigureRequest", { args: options.config ?? {} }));
  return {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    async check(olds, news) {
      const answer = await call("check", message("CheckRequest", { olds, news }));
      return {
        inputs: answer.getInputs().toJavaScript(),
        failures: answer.getFailuresList().map((failure: { toObject(): unknown }) => failure.toObject()),
      };
    },
    diff: async (id, olds, news) => (await call("diff", message("DiffRequest", { id, olds, news }))).toObject(),
    async create(properties) {
      const answer = await call("create", message("CreateRequest", { properties }));
      return { id: answer.getId(), outs: answer.getProperties().toJavaScript() };
    },
    async read(id, properties, inputs) {
      const answer = await call("read", message("ReadRequest", { id, properties, inputs }));
      const plain = (struct: { toJavaScript(): Properties } | undefined) => struct?.toJavaScript();
      return { id: answer.getId(), props: plain(answer.getProperties()), inputs: plain(answer.getInputs()) };
    },
    update: async (id, olds, news) =>
      (await call("update", message("UpdateRequest", { id, olds, news }))).getProperties().toJavaScript(),
    delete: async (id, properties) => {
      await call("delete", message("DeleteRequest", { id, properties }));
    },
    cancel: async () => {
      await call("cancel", new Empty());
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, "exit");
        await call("cancel", new Empty()).catch(() => {});
        child.kill("SIGINT");
        await gone;
      }
      client.close();
    },
  };
}

function message(type: string, fields: Readonly<Record<string, unknown>>) {
  const request = new messages[type]();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const set = `set${name[0]?.toUpperCase()}${name.slice(1)}`;
    request[set](typeof value === "object" ? Struct.fromJavaScript(value) : value);
  }
  return request;
}

// biome-ignore lint/suspicious/noExplicitAny: Pulumi's generated messages have no usable types.
function callHost(client: any, method: string, request: unknown): Promise<any> {
  return new Promise((resolve, reject) => {
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    client[method](request, (error: any, answer: unknown) => {
      if (error) reject(new HostError(error.details, partialFailureOf(error)));
      else resolve(answer);
    });
  });
}

// biome-ignore lint/suspicious/noExplicitAny: a gRPC error with its metadata.
function partialFailureOf(error: any): PartialFailure | undefined {
  const binary = error.metadata?.get("grpc-status-details-bin")?.[0];
  if (binary === undefined) return undefined;
  const [detail] = Status.deserializeBinary(binary).getDetailsList();
  const failure = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return {
    id: failure.getId(),
    properties: failure.getProperties().toJavaScript(),
    reasons: failure.getReasonsList(),
  };
}
