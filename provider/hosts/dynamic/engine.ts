import { createRequire } from "node:module";
import type { Engine } from "../encoding/engine-log.ts";

let connected: Engine | undefined;

/**
 * Connects to the engine. Its address is an argument of the dynamic host's process, and the gRPC modules are the host's own.
 */
export function connectEngine(): Engine | undefined {
  const address = process.argv.slice(2).find((argument) => /^[^\s=]+:\d+$/.test(argument));
  if (address === undefined) return undefined;
  if (connected === undefined) {
    const require = createRequire(import.meta.url);
    const pulumi = createRequire(require.resolve("@pulumi/pulumi"));
    const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
    const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
    const client: Engine["client"] = new EngineClient(address, pulumi("@grpc/grpc-js").credentials.createInsecure());
    connected = { client, LogRequest, severity: LogSeverity };
  }
  return connected;
}
