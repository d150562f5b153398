// The process of the plugin. The engine passes its own address as an argument, and reads the port of the plugin from the
// first line of the output.
import { readFileSync } from "node:fs";
import { credentials, Server, ServerCredentials } from "@grpc/grpc-js";
import engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { type Engine, engineLog } from "../encoding/engine-log.ts";
import { PluginProvider } from "./plugin-provider.ts";
import { resourceProvider } from "./resource-provider.ts";

/** The engine's own limit (`sdk/go/common/util/rpcutil`). */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

let engine = connectTo(process.argv.slice(2).find((argument) => /^[^\s=]+:\d+$/.test(argument)));
const plugin = new PluginProvider(engineLog(() => engine));
const schema = readFileSync(new URL("schema.json", import.meta.url), "utf8");
const server = new Server({
  "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
});
server.addService(
  providerRpc.ResourceProviderService,
  resourceProvider({
    plugin,
    schema,
    attach: (address) => {
      engine = connectTo(address);
    },
  }),
);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});

function connectTo(address: string | undefined): Engine | undefined {
  if (address === undefined) return undefined;
  const client = new engineRpc.EngineClient(address, credentials.createInsecure());
  const { LogRequest, LogSeverity } = engineMessages;
  return { client, LogRequest, severity: LogSeverity };
}
