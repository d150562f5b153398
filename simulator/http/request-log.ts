import { appendFileSync } from "node:fs";
import type { HttpRequest, Service } from "./exchange.ts";

export interface LoggedRequest {
  /** Seconds since the epoch. */
  readonly t: number;
  readonly service: Service;
  readonly method: string;
  readonly path: string;
  /** 0 until the response is sent. */
  status: number;
  /** `X-OpenStack-Request-Id` of the response. */
  requestId: string | undefined;
}

/** The part of a response that is logged. */
export type Answered = Pick<LoggedRequest, "status" | "requestId">;

export const unanswered: Answered = { status: 0, requestId: undefined };

/** All requests since the start, or since `entries.length = 0`. The file, if any, receives only those to Trove. */
export class RequestLog {
  readonly entries: LoggedRequest[] = [];
  /** Called with each entry once it has its status. */
  observer: ((entry: LoggedRequest) => void) | undefined;
  readonly #file: string | undefined;

  /** @throws if the file cannot be written: at the start, not at the first request. */
  constructor(file: string | undefined) {
    this.#file = file;
    if (file !== undefined) appendFileSync(file, "");
  }

  open(service: Service, request: HttpRequest): LoggedRequest {
    const t = Math.round(Date.now()) / 1000;
    const entry = { t, service, method: request.method, path: request.path, ...unanswered };
    this.entries.push(entry);
    return entry;
  }

  close(entry: LoggedRequest, answered: Answered): void {
    Object.assign(entry, answered);
    this.observer?.(entry);
    if (this.#file === undefined || entry.service !== "trove") return;
    const { t, method, path, status } = entry;
    appendFileSync(this.#file, `${JSON.stringify({ t, method, path, status })}\n`);
  }
}
