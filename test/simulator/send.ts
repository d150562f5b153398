import { type Agent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { Client } from "./client.ts";

/** A response as received. */
export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly agent?: Agent;
}

/** Sends a request to Trove's port. Unlike `fetch`, it can send the headers that browsers set themselves. */
export function send({ simulator }: Client, path: string, { body, ...options }: Sending = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${simulator.troveUrl}${path}`, options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on("error", reject).end(body);
  });
}
