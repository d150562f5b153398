import { appendFileSync } from "node:fs";
import type { HttpRequest, Service } from "./exchange.ts";

export interface LoggedRequest {
  /** Seconds since the epoch. */
  readonly t: number;
  readonly service: Service;
  readonly method: string;
  readonly path: string;
  /** 0 while there is no answer. */
  status: number;
}

/** Every request since the start or since `entries.length = 0`; a file, if one is named, gets Trove's alone. */
export class RequestLog {
  readonly entries: LoggedRequest[] = [];
  readonly #file: string | undefined;

  constructor(file: string | undefined) {
    this.#file = file;
  }

  open(service: Service, request: HttpRequest): LoggedRequest {
    const t = Math.round(Date.now()) / 1000;
    const entry = { t, service, method: request.method, path: request.path, status: 0 };
    this.entries.push(entry);
    return entry;
  }

  close(entry: LoggedRequest, status: number): void {
    entry.status = status;
    if (this.#file === undefined || entry.service !== "trove") return;
    const { t, method, path } = entry;
    appendFileSync(this.#file, `${JSON.stringify({ t, method, path, status })}\n`);
  }
}
