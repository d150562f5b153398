import { createRequire } from "node:module";
import type { Log } from "../../core/log.ts";
import type { HostLog } from "../../service/process.ts";

// The parts of Pulumi's generated gRPC code that are used here; it has no usable types.
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
/** Sends one line at a time: the engine shows concurrent ones in any order. */
let last: Promise<void> = Promise.resolve();

/**
 * Lines that the engine shows with the resource; without an engine they are printed. The engine shows no line that comes
 * after the answer to its last call, so that each call waits for its lines.
 */
export const engineLog: HostLog = { of: logOf, flush: () => last };

function logOf(urn: string | undefined): Log {
  const write = (severity: "INFO" | "WARNING", message: string, ephemeral: boolean) => {
    const engine = connect();
    if (engine === undefined) return print(message);
    const request = new engine.LogRequest();
    request.setSeverity(engine.severity[severity]);
    request.setMessage(message);
    request.setUrn(urn ?? "");
    request.setEphemeral(ephemeral);
    last = last.then(() => send(engine, request, message));
  };
  return {
    status: (message) => write("INFO", message, true),
    info: (message) => write("INFO", message, false),
    warn: (message) => write("WARNING", message, false),
  };
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

/** The engine's address is an argument of the dynamic host's process, and the gRPC modules are the host's own. */
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
