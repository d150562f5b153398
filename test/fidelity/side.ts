import { request as httpRequest } from "node:http";
import type { CloudApi } from "../support/cloud-api.ts";
import type { FidelityRequest } from "./request.ts";

export interface Reply {
  readonly status: number;
  readonly text: string;
  /** The parsed JSON; `undefined` if the body is not JSON. */
  readonly body: unknown;
}

/** One of the two clouds, with its ids of the things that the placeholders stand for. */
export class Side {
  readonly api: CloudApi;
  readonly #ids = new Map<string, string>();
  readonly #placeholders = new Map<string, string>();

  constructor(api: CloudApi) {
    this.api = api;
  }

  name(placeholder: string, id: string): void {
    this.#ids.set(placeholder, id);
    this.#placeholders.set(id, placeholder);
  }

  /** The placeholder of an id, if it has one. */
  placeholder(id: string): string | undefined {
    return this.#placeholders.get(id);
  }

  /** Replaces the placeholders by this cloud's ids. */
  fill(text: string): string {
    return text.replace(/\{[a-z]+:[^{}]*\}/g, (placeholder) =>
      placeholder === "{p:own}" ? this.api.projectId : (this.#ids.get(placeholder) ?? placeholder),
    );
  }

  get(path: string): Promise<Reply> {
    return this.send({ method: "GET", path });
  }

  /** Sends the request as it is: `fetch` refuses a GET with a body, and adds a content type. */
  send({ method, path, body, text, headers }: FidelityRequest): Promise<Reply> {
    const { hostname, port } = new URL(this.api.root);
    const sent = this.fill(text ?? (body === undefined ? "" : JSON.stringify(body)));
    const all = {
      accept: "application/json",
      "x-auth-token": this.api.token,
      ...(sent === "" ? {} : { "content-type": "application/json", "content-length": String(Buffer.byteLength(sent)) }),
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const request = httpRequest({
        hostname,
        port,
        method,
        path: this.fill(`/v1.0/${this.api.projectId}${path}`),
        headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== "")),
      });
      request.on("error", reject);
      request.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => resolve(toReply(response.statusCode ?? 0, Buffer.concat(chunks).toString())));
      });
      request.end(sent);
    });
  }
}

function toReply(status: number, text: string): Reply {
  try {
    return { status, text, body: JSON.parse(text) };
  } catch {
    return { status, text, body: undefined };
  }
}
