import { createRequire } from "node:module";
import type { Log } from "../../core/log.ts";

// What is used of Pulumi's generated gRPC code, which comes without usable types.
interface EngineClient {
  log(request: object, done: (error: unknown) => void): void;
}
interface LogRequest {
  setSeverity(severity: number): void;
  setMessage(message: string): void;
  setUrn(urn: string): void;
  setEphemeral(ephemeral: boolean): void;
}
interface Engine {
  readonly client: EngineClient;
  readonly LogRequest: new () => LogRequest;
  readonly severity: { readonly INFO: number; readonly WARNING: number };
}

let connected: Engine | undefined;
/** Lines go one after another: the engine would show two that are under way at once in any order. */
let last: Promise<void> = Promise.resolve();

/** Log lines that the engine shows beside the resource; a host without an engine prints them. */
export function engineLog(urn: string | undefined): Log {
  const write = (severity: "INFO" | "WARNING", message: string, ephemeral: boolean) => {
    const engine = connect();
    if (engine === undefined) return print(message);
    const request = new engine.LogRequest();
    request.setSeverity(engine.severity[severity]);
    request.setMessage(message);
    request.setUrn(typeof urn === "string" ? urn : "");
    request.setEphemeral(ephemeral);
    last = last.then(() => send(engine, request, message));
  };
  return {
    status: (message) => write("INFO", message, true),
    info: (message) => write("INFO", message, false),
    warn: (message) => write("WARNING", message, false),
  };
}

/** Resolves when the lines so far have been shown. The engine shows none that comes after the answer to its last call. */
export function linesShown(): Promise<void> {
  return last;
}

function send(engine: Engine, request: LogRequest, message: string): Promise<void> {
  return new Promise((resolve) => {
    engine.client.log(request, (error) => {
      if (error) print(message);
      resolve();
    });
  });
}

function print(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** The engine's address is an argument of the dynamic host's process; its modules are those that the host runs on. */
function connect(): Engine | undefined {
  const address = process.argv.slice(2).find((argument) => /^[^\s=]+:\d+$/.test(argument));
  if (address === undefined) return undefined;
  if (connected === undefined) {
    const require = createRequire(import.meta.url);
    const pulumi = createRequire(require.resolve("@pulumi/pulumi"));
    const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
    const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
    const client: EngineClient = new EngineClient(address, pulumi("@grpc/grpc-js").credentials.createInsecure());
    connected = { client, LogRequest, severity: LogSeverity };
  }
  return connected;
}
