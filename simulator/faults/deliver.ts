import type { ServerResponse } from "node:http";
import type { HttpResponse } from "../http/exchange.ts";
import { type Answered, unanswered } from "../http/request-log.ts";
import type { Scheduler } from "../scheduler.ts";
import type { Effect } from "./fault.ts";

type Handle = () => HttpResponse | Promise<HttpResponse>;

interface Delivery {
  readonly scheduler: Scheduler;
  readonly note: (answered: Answered) => void;
}

/**
 * Handles a request and sends the response, with the effect of the fault.
 *
 * `note` is called before the response is sent: a client that has received it finds it in the log.
 */
export async function deliver(
  effect: Effect | undefined,
  handle: Handle,
  response: ServerResponse,
  { scheduler, note }: Delivery,
): Promise<void> {
  switch (effect?.type) {
    case "status":
      if (effect.when === "after") await handle();
      return send(response, effect, note);
    case "delay":
      return sendDelayed(effect, handle, response, { scheduler, note });
    case "reset":
      if (effect.when === "after") await handle();
      note(unanswered);
      response.socket?.resetAndDestroy();
      return;
    case "truncate":
      return sendHalf(response, await handle(), note);
    case "hang":
      if (effect.when === "after") await handle();
      return note(unanswered);
    default:
      return send(response, await handle(), note);
  }
}

async function sendDelayed(
  effect: Effect & { type: "delay" },
  handle: Handle,
  response: ServerResponse,
  { scheduler, note }: Delivery,
): Promise<void> {
  if (effect.when === "after") {
    const answer = await handle();
    await scheduler.sleep(effect.seconds);
    return send(response, answer, note);
  }
  await scheduler.sleep(effect.seconds);
  return send(response, await handle(), note);
}

function send(response: ServerResponse, answer: HttpResponse, note: Delivery["note"]): void {
  const { headers, text } = encode(answer);
  note(loggedPartOf(answer));
  response.writeHead(answer.status, headers);
  response.end(text);
}

function sendHalf(response: ServerResponse, answer: HttpResponse, note: Delivery["note"]): void {
  const { headers, text } = encode(answer);
  note(loggedPartOf(answer));
  response.writeHead(answer.status, { ...headers, "content-length": Math.max(Buffer.byteLength(text), 2) });
  response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
}

function loggedPartOf({ status, headers = {} }: HttpResponse): Answered {
  return { status, requestId: headers["x-openstack-request-id"] };
}

function encode({ headers, body }: HttpResponse): { headers: Record<string, string | number>; text: string } {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  const all = { "content-type": "application/json", "content-length": Buffer.byteLength(text), ...headers };
  return { headers: all, text };
}
