import type { ServerResponse } from "node:http";
import type { HttpResponse } from "../http/exchange.ts";
import { type Answered, unanswered } from "../http/request-log.ts";
import type { Scheduler } from "../scheduler.ts";
import type { Effect } from "./fault.ts";

type Handle = () => HttpResponse | Promise<HttpResponse>;

/** Handles a request and sends the answer, as the fault lets it. Resolves with what was sent. */
export async function deliver(
  effect: Effect | undefined,
  handle: Handle,
  response: ServerResponse,
  scheduler: Scheduler,
): Promise<Answered> {
  switch (effect?.type) {
    case "status":
      if (effect.when === "after") await handle();
      return send(response, effect);
    case "delay":
      return sendDelayed(effect, handle, response, scheduler);
    case "reset":
      if (effect.when === "after") await handle();
      response.socket?.resetAndDestroy();
      return unanswered;
    case "truncate":
      return sendHalf(response, await handle());
    case "hang":
      if (effect.when === "after") await handle();
      return unanswered;
    default:
      return send(response, await handle());
  }
}

async function sendDelayed(
  effect: Effect & { type: "delay" },
  handle: Handle,
  response: ServerResponse,
  scheduler: Scheduler,
): Promise<Answered> {
  if (effect.when === "after") {
    const answer = await handle();
    await scheduler.sleep(effect.seconds);
    return send(response, answer);
  }
  await scheduler.sleep(effect.seconds);
  return send(response, await handle());
}

function send(response: ServerResponse, answer: HttpResponse): Answered {
  const { headers, text } = encode(answer);
  response.writeHead(answer.status, headers);
  response.end(text);
  return answeredWith(answer);
}

function sendHalf(response: ServerResponse, answer: HttpResponse): Answered {
  const { headers, text } = encode(answer);
  response.writeHead(answer.status, { ...headers, "content-length": Math.max(Buffer.byteLength(text), 2) });
  response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
  return answeredWith(answer);
}

function answeredWith({ status, headers = {} }: HttpResponse): Answered {
  return { status, requestId: headers["x-openstack-request-id"] };
}

function encode({ headers, body }: HttpResponse): { headers: Record<string, string | number>; text: string } {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  const all = { "content-type": "application/json", "content-length": Buffer.byteLength(text), ...headers };
  return { headers: all, text };
}
