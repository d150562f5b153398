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

export type Properties = Record<string, unknown>;

/** Pulumi's text for a value that is unknown in a preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** A secret in the format of the wire. */
export function secret(value: unknown): Properties {
  return { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value };
}

/** The same properties with plain values for secrets, as the engine passes them to a dynamic provider. */
export function opened(properties: Properties): Properties {
  return JSON.parse(JSON.stringify(properties), (_, value) => (value?.[SIGNATURE] === undefined ? value : value.value));
}

/** The `__provider` text of an instance's state. */
export const INSTANCE_PROVIDER = providerText("Instance");

/** A partial failure as the engine receives it. */
export interface PartialFailure {
  readonly id: string;
  readonly properties: Properties;
  readonly reasons: readonly string[];
}

/** The error of a call to a provider. */
export class HostError extends Error {
  readonly partial: PartialFailure | undefined;

  constructor(message: string, partial: PartialFailure | undefined) {
    super(message);
    this.partial = partial;
  }
}

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The engine's address. */
  readonly engine?: string;
}

/** The process of a provider, called over gRPC as the engine calls it. */
export interface ProviderProcess {
  readonly process: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Calls a method with a message. An object among its fields is sent as a `Struct`. */
  // biome-ignore lint/suspicious/noExplicitAny: Pulumi's generated messages have no usable types.
  call(method: string, type: string, fields?: object): Promise<any>;
  /** Calls a method with a finished message. */
  send(method: string, request: unknown): Promise<unknown>;
  /** Stops the process as the engine does: Cancel, then SIGINT. */
  stop(): Promise<void>;
}

/** Starts a provider, and waits until it has printed its port. */
export async function startProvider(
  command: string,
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: ProcessOptions,
): Promise<ProviderProcess> {
  // The engine holds the other end of the standard input.
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
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
    { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 },
  );
  return {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    send: (method, request) => callProvider(client, method, request),
    call: (method, type, fields = {}) => callProvider(client, method, message(type, fields)),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, "exit");
        await callProvider(client, "cancel", new Empty()).catch(() => {});
        child.kill("SIGINT");
        await gone;
      }
      client.close();
    },
  };
}

function message(type: string, fields: object) {
  const request = type === "Empty" ? new Empty() : new messages[type]();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const set = `set${name[0]?.toUpperCase()}${name.slice(1)}`;
    request[set](isPlainObject(value) ? Struct.fromJavaScript(value) : value);
  }
  return request;
}

/** A nested message is an object of a class of its own. */
function isPlainObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

// biome-ignore lint/suspicious/noExplicitAny: Pulumi's generated messages have no usable types.
function callProvider(client: any, method: string, request: unknown): Promise<any> {
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

/** The properties of a `Struct`; `undefined` if there is none. */
export function plain(struct: { toJavaScript(): Properties } | undefined): Properties | undefined {
  return struct?.toJavaScript();
}
