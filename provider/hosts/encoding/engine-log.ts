import type { Log } from "../../core/log.ts";
import type { HostLog } from "../../service/process.ts";

/** The engine's log service: the parts of Pulumi's generated gRPC code that are used here. */
export interface Engine {
  readonly client: { log(request: LogRequest, done: (error: unknown) => void): unknown };
  readonly LogRequest: new () => LogRequest;
  readonly severity: { readonly INFO: number; readonly WARNING: number };
}

interface LogRequest {
  setSeverity(severity: number): unknown;
  setMessage(message: string): unknown;
  setUrn(urn: string): unknown;
  setEphemeral(ephemeral: boolean): unknown;
}

/**
 * Lines that the engine shows with the resource; without an engine they are printed. The engine shows concurrent lines in
 * any order, and none that comes after the answer to its last call: so one is sent at a time, and each call waits for its
 * lines.
 *
 * @param connect `undefined` if there is no engine
 */
export function engineLog(connect: () => Engine | undefined): HostLog {
  let last: Promise<void> = Promise.resolve();
  const write = (urn: string | undefined, severity: "INFO" | "WARNING", message: string, ephemeral: boolean) => {
    const engine = connect();
    if (engine === undefined) return print(message);
    const request = new engine.LogRequest();
    request.setSeverity(engine.severity[severity]);
    request.setMessage(message);
    request.setUrn(urn ?? "");
    request.setEphemeral(ephemeral);
    last = last.then(() => send(engine, request, message));
  };
  const logOf = (urn: string | undefined): Log => ({
    status: (message) => write(urn, "INFO", message, true),
    info: (message) => write(urn, "INFO", message, false),
    warn: (message) => write(urn, "WARNING", message, false),
  });
  return { of: logOf, flush: () => last };
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
