import { once } from "node:events";
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { deliver } from "../faults/deliver.ts";
import type { FaultPlan } from "../faults/fault-plan.ts";
import type { Scheduler } from "../scheduler.ts";
import type { Handler, HttpRequest, HttpResponse, Service } from "./exchange.ts";
import type { RequestLog } from "./request-log.ts";

export interface Server {
  readonly port: number;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly service: Service;
  readonly port: number;
  readonly handle: Handler;
  /** Handles requests of the control API, without log and faults; `undefined` for other requests. */
  readonly control?: (request: HttpRequest) => HttpResponse | undefined;
  readonly faults: FaultPlan;
  readonly log: RequestLog;
  readonly scheduler: Scheduler;
  /** The clock of the `Date` header, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** Longer than clients keep idle connections: if the server closes one first, the next request on it can fail. */
const KEEP_ALIVE_MS = 72_000;
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Serves one service on a port of 127.0.0.1. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, (request, response) => {
    // A rejection is a bug of the simulator; left unhandled, it ends the process.
    void answer(options, request, response);
  });
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function close(server: HttpServer): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

async function answer(options: ServerOptions, from: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(from);
  if (body === CUT_OFF) return void response.destroy();
  const request: HttpRequest = {
    method: from.method ?? "GET",
    path: from.url ?? "/",
    headers: from.headers as Record<string, string | undefined>,
    body: body === "" ? undefined : body,
    host: from.headers.host ?? "127.0.0.1",
  };
  response.setHeader("date", new Date(options.now()).toUTCString());
  const control = options.control?.(request);
  if (control) {
    await deliver(undefined, () => control, response, { scheduler: options.scheduler, note: () => {} });
    return;
  }
  const entry = options.log.open(options.service, request);
  const fault = options.faults.match(options.service, request);
  await deliver(fault, () => options.handle(request), response, {
    scheduler: options.scheduler,
    note: (answered) => options.log.close(entry, answered),
  });
}

const CUT_OFF = Symbol("cut off");

/** The body as text, or `CUT_OFF` if the client disconnected before its end or sent too much. */
async function readBody(from: IncomingMessage): Promise<string | typeof CUT_OFF> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) return CUT_OFF;
      chunks.push(chunk);
    }
  } catch {
    return CUT_OFF;
  }
  return Buffer.concat(chunks).toString();
}
