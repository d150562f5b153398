import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
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
  /** Answers without log and faults; `undefined` when the request is not for it. */
  readonly control?: (request: HttpRequest) => HttpResponse | undefined;
  readonly faults: FaultPlan;
  readonly log: RequestLog;
  readonly scheduler: Scheduler;
  /** For `Date`. */
  readonly now: () => number;
}

/** One service on a port of 127.0.0.1. */
export async function startServer(options: ServerOptions): Promise<Server> {
  // One route takes everything: the services route by rules of their own, on paths that fastify would refuse or decode.
  const app = fastify({ rewriteUrl: () => "/", forceCloseConnections: true, bodyLimit: 10 * 1024 * 1024 });
  readBodiesAsText(app);
  app.all("/", (request, reply) => answer(options, request, reply));
  await app.listen({ host: "127.0.0.1", port: options.port });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
}

function readBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
}

async function answer(options: ServerOptions, from: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.hijack();
  const request: HttpRequest = {
    method: from.method,
    path: from.originalUrl,
    headers: from.headers as Record<string, string | undefined>,
    body: typeof from.body === "string" && from.body !== "" ? from.body : undefined,
    host: from.headers.host ?? "127.0.0.1",
  };
  reply.raw.setHeader("date", new Date(options.now()).toUTCString());
  const control = options.control?.(request);
  if (control) {
    await deliver(undefined, () => control, reply.raw, { scheduler: options.scheduler, note: () => {} });
    return;
  }
  const entry = options.log.open(options.service, request);
  const fault = options.faults.match(options.service, request);
  await deliver(fault, () => options.handle(request), reply.raw, {
    scheduler: options.scheduler,
    note: (answered) => options.log.close(entry, answered),
  });
}
