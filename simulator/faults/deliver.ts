import type { ServerResponse } from "node:http";
import type { HttpResponse } from "../http/exchange.ts";
import type { Scheduler } from "../scheduler.ts";
import type { Effect } from "./fault.ts";

type Handle = () => HttpResponse | Promise<HttpResponse>;

/** Handles a request and sends the answer, as the fault lets it. Resolves with the status that was sent, 0 for none. */
export async function deliver(
  effect: Effect | undefined,
  handle: Handle,
  response: ServerResponse,
  scheduler: Scheduler,
): Promise<number> {
  switch (effect?.type) {
    case "status":
      if (effect.when === "after") await handle();
      return send(response, effect);
    case "delay":
      return sendDelayed(effect, handle, response, scheduler);
    case "reset":
      if (effect.when === "after") await handle();
      response.socket?.resetAndDestroy();
      return 0;
    case "truncate":
      return sendHalf(response, await handle());
    case "hang":
      if (effect.when === "after") await handle();
      return 0;
    default:
      return send(response, await handle());
  }
}

async function sendDelayed(
  effect: Effect & { type: "delay" },
  handle: Handle,
  response: ServerResponse,
  scheduler: Scheduler,
): Promise<number> {
  if (effect.when === "after") {
    const answer = await handle();
    await scheduler.sleep(effect.seconds);
    return send(response, answer);
  }
  await scheduler.sleep(effect.seconds);
  return send(response, await handle());
}

function send(response: ServerResponse, answer: HttpResponse): number {
  const { headers, text } = encode(answer);
  response.writeHead(answer.status, headers);
  response.end(text);
  return answer.status;
}

function sendHalf(response: ServerResponse, answer: HttpResponse): number {
  const { headers, text } = encode(answer);
  response.writeHead(answer.status, { ...headers, "content-length": Math.max(Buffer.byteLength(text), 2) });
  response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
  return answer.status;
}

function encode({ headers, body }: HttpResponse): { headers: Record<string, string | number>; text: string } {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  const all = { "content-type": "application/json", "content-length": Buffer.byteLength(text), ...headers };
  return { headers: all, text };
}
