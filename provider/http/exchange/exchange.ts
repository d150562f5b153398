import { once } from "node:events";
import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import type { Request, RequestError, Response } from "got";
import { CancelledError } from "../../core/errors/cancelled-error.ts";
import { memoize } from "../../core/memo.ts";
import { TroveError } from "../../core/trove-error.ts";
import { ConnectionError } from "../errors/connection-error.ts";
import { RequestTimeoutError } from "../errors/request-timeout-error.ts";
import type { HttpRequest, HttpResponse } from "../http.ts";
import type { TlsSettings } from "../proxy/agents.ts";
import { proxyReason, TunnelError, withoutLogin } from "../proxy/proxy.ts";
import type { Route, Routes } from "../proxy/routes.ts";
import { describeRequest } from "../secrets/redact-url.ts";
import type { AttemptWatch } from "./attempt-watch.ts";
import { throwIfCancelled, watchAttempt } from "./attempt-watch.ts";
import { readAnswer } from "./read-answer.ts";

export interface Transport {
  readonly routes: Routes;
  readonly userAgent: string;
  readonly answerGraceMs: number;
  readonly tls: TlsSettings | undefined;
}

const DEFAULT_TIMEOUT_MS = 60_000;
/**
 * A page of Trove's lists has about 100 KB; a service catalog with hundreds of endpoints, or a datastore's list of
 * configuration parameters, less than 1 MB. These services send nothing larger.
 */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const utf8 = new TextDecoder();

/** Loads got at the first request: that takes longer than loading the provider. One attempt, whatever the status. */
const loadGot = memoize(async () => {
  const { default: got } = await import("got");
  return got.extend({ retry: { limit: 0 }, throwHttpErrors: false, followRedirect: false });
});

/**
 * Sends a request once and returns its response, whatever the status.
 *
 * @throws {ConnectionError | RequestTimeoutError | CancelledError}
 */
export async function exchange(
  request: HttpRequest,
  headers: Readonly<Record<string, string>>,
  transport: Transport,
): Promise<HttpResponse> {
  const got = await loadGot();
  throwIfCancelled(request);
  let sent = false;
  const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const { answerGraceMs } = transport;
  const canAbort = () => request.method === "GET" || !sent;
  const watch = watchAttempt({ signal: request.signal, timeoutMs, answerGraceMs, canAbort });
  let route: Route | undefined;
  try {
    route = await transport.routes.choose(request.url, request.method === "GET" ? "reused" : "fresh", watch.signal);
    const sending = got.stream(request.url, {
      method: request.method,
      headers: { ...wireHeaders(request, transport), ...headers },
      ...(request.json === undefined ? {} : { body: JSON.stringify(request.json) }),
      request: route.send,
      signal: watch.signal,
    });
    sending.on("request", (wire: ClientRequest) =>
      onSent(wire, () => {
        sent = true;
        request.onSent?.();
      }),
    );
    // Without a body, got's stream waits until it is ended.
    if (request.json === undefined && request.method !== "GET") sending.end();
    const answer = readAnswer(request, await receive(sending));
    if (!route.isForwarded || route.proxy === undefined) return answer;
    // Only a proxy answers 407, so nothing was sent to the server.
    const proxy = route.proxy.description;
    if (answer.status === 407) throw new ConnectionError(request, { reason: proxyReason("407"), sent: "no", proxy });
    return { ...answer, body: answer.status < 300 ? answer.body : withoutLogin(answer.body, route.proxy), proxy };
  } catch (error) {
    throw explain(error, { request, route, watch, sent, timeoutMs, answerGraceMs, tls: transport.tls });
  } finally {
    watch.close();
  }
}

/**
 * Reads a whole response. got's promise would keep the text and the bytes with its request, and Node from 24.15 keeps
 * every writable stream, such as a request, until a full garbage collection (nodejs/node#62087).
 */
async function receive(sending: Request) {
  // A failure after the response must not be an unhandled error.
  sending.on("error", () => {});
  const [[answer], body] = await Promise.all([once(sending, "response"), readBody(sending)]);
  const { statusCode: status, headers }: Response = answer;
  return { status, headers, text: utf8.decode(body) };
}

/** Counts the decompressed bytes: a small response can expand a thousand times. */
async function readBody(sending: Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of sending) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `explain` makes a `ConnectionError` of it. */
class BodyTooLarge extends Error {}

function wireHeaders(request: HttpRequest, transport: Transport): Record<string, string> {
  return {
    // Without it, Trove answers some errors in HTML.
    accept: "application/json",
    "user-agent": transport.userAgent,
    ...(request.json === undefined ? {} : { "content-type": "application/json" }),
    ...request.headers,
  };
}

/** Calls back when the connection is established: then Node writes the request to it. */
function onSent(wire: ClientRequest, callback: () => void): void {
  wire.once("socket", (socket: Socket & { encrypted?: boolean }) => {
    if (wire.reusedSocket || !(socket.connecting || socket.encrypted)) callback();
    else socket.once(socket.encrypted ? "secureConnect" : "connect", callback);
  });
}

interface Attempt {
  readonly request: HttpRequest;
  readonly route: Route | undefined;
  readonly watch: AttemptWatch;
  readonly sent: boolean;
  readonly timeoutMs: number;
  readonly answerGraceMs: number;
  readonly tls: TlsSettings | undefined;
}

/** Makes an error of this package from what ended an attempt. */
function explain(error: unknown, attempt: Attempt): unknown {
  const { request, route, watch, timeoutMs, answerGraceMs, tls } = attempt;
  const proxy = route?.proxy?.description;
  if (error instanceof TroveError) return error;
  if (error instanceof BodyTooLarge) {
    return new ConnectionError(request, { reason: "TOO_LARGE", sent: "unknown", proxy });
  }
  const sent = attempt.sent ? "unknown" : "no";
  if (watch.abortReason === "cancelled") return new CancelledError(describeRequest(request));
  if (watch.abortReason === "timeout") return new RequestTimeoutError(request, { afterMs: timeoutMs, sent, proxy });
  if (watch.abortReason === "unanswered")
    return new RequestTimeoutError(request, { afterMs: answerGraceMs, sent, cancelled: true, proxy });
  const { name, code, cause } = error as RequestError;
  // Everything that got throws has a code, so this is a bug of this package.
  if (code === undefined) return error;
  if (isProxyFailure(cause, attempt)) return new ConnectionError(request, { reason: proxyReason(code), sent, proxy });
  if (name === "ReadError") return new ConnectionError(request, { reason: "TRUNCATED", sent, proxy });
  return new ConnectionError(request, { reason: code, sent, proxy, tls });
}

/** Whether the request failed before the proxy passed it on. */
function isProxyFailure(cause: unknown, { route, sent }: Attempt): boolean {
  return cause instanceof TunnelError || (route?.isForwarded === true && !sent);
}
