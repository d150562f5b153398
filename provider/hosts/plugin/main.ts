// The process of the plugin. The engine passes its own address as an argument, and reads the port of the plugin from the
// first line of the output.
import { readFileSync } from "node:fs";
import { credentials, Server, ServerCredentials } from "@grpc/grpc-js";
import engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { type Engine, engineLog } from "../encoding/engine-log.ts";
import { onEngineGone } from "./engine-process.ts";
import { PluginProvider } from "./plugin-provider.ts";
import { resourceProvider } from "./resource-provider.ts";
import { RunningCalls } from "./running-calls.ts";

/** The engine's own limit (`sdk/go/common/util/rpcutil`). */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

const address = process.argv.slice(2).find((argument) => /^[^\s=]+:\d+$/.test(argument));
let engine = connectTo(address);
let isAttached = false;
const calls = new RunningCalls();
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
    calls,
    schema,
    attach: (to) => {
      isAttached = true;
      engine = connectTo(to);
    },
  }),
);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    console.error(error);
    process.exit(1);
  }
  process.stdout.write(`${port}\n`);
});
// An error outside of an operation must not end the others: they may have created something. The dynamic host does the same.
process.on("uncaughtException", (error) => plugin.report(error));
// After the engine is gone, its ends of these pipes are closed.
for (const output of [process.stdout, process.stderr]) output.on("error", () => {});
if (address !== undefined) onEngineGone(end);

/** Without an engine nobody receives a result, so the operations are cancelled. A request that was sent still gets its answer. */
async function end(): Promise<void> {
  // An engine that attaches does not own the process.
  if (isAttached) return;
  plugin.cancel();
  await calls.whenIdle();
  process.exit();
}

function connectTo(to: string | undefined): Engine | undefined {
  if (to === undefined) return undefined;
  const client = new engineRpc.EngineClient(to, credentials.createInsecure());
  const { LogRequest, LogSeverity } = engineMessages;
  return { client, LogRequest, severity: LogSeverity };
}
