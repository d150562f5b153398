import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const pulumi = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = pulumi("@grpc/grpc-js");
const { Empty } = pulumi("google-protobuf/google/protobuf/empty_pb");
const { EngineService } = require("@pulumi/pulumi/proto/engine_grpc_pb");

export interface LogLine {
  readonly urn: string;
  readonly message: string;
}

/** The log service of an engine. */
export interface LogReceiver {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  readonly lines: readonly LogLine[];
  stop(): void;
}

interface LogCall {
  readonly request: { getUrn(): string; getMessage(): string };
}

export async function startLogReceiver(): Promise<LogReceiver> {
  const lines: LogLine[] = [];
  const server = new grpc.Server();
  server.addService(EngineService, {
    log({ request }: LogCall, done: (error: null, answer: unknown) => void) {
      lines.push({ urn: request.getUrn(), message: request.getMessage() });
      done(null, new Empty());
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error: Error | null, bound: number) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return { address: `127.0.0.1:${port}`, lines, stop: () => server.forceShutdown() };
}
