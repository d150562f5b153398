import { randomUUID } from "node:crypto";
import type { HttpResponse } from "../http/exchange.ts";

const KEYS = {
  400: "badRequest",
  401: "unauthorized",
  403: "forbidden",
  404: "itemNotFound",
  409: "conflict",
  413: "overLimit",
  422: "unprocessableEntity",
  500: "instanceFault",
  501: "notImplemented",
} as const;

export type FaultStatus = keyof typeof KEYS;

/** A refused request, in the first of Trove's four error formats (`trove/common/wsgi.py`, `Fault`). */
export class ApiFault extends Error {
  readonly status: FaultStatus;

  constructor(status: FaultStatus, message: string) {
    super(message);
    this.status = status;
  }

  toResponse(): HttpResponse {
    return { status: this.status, body: { [KEYS[this.status]]: { code: this.status, message: this.message } } };
  }
}

export function badRequest(message: string): ApiFault {
  return new ApiFault(400, message);
}

export function notFound(what: string): ApiFault {
  return new ApiFault(404, `Resource ${what} cannot be found.`);
}

/** 422: the instance is busy, or its state does not allow the request. */
export function unprocessable(message: string): ApiFault {
  return new ApiFault(422, message);
}

/** The response to an exception outside the controllers, or to one that has no text. */
export function erred(status: 500 | 501 = 500): ApiFault {
  return new ApiFault(status, "The server has either erred or is incapable of performing the requested operation.");
}

/** The response to an unexpected exception of a controller. */
export function internalError(): ApiFault {
  const advice = "Please keep this ID to help us figure out what went wrong:";
  return new ApiFault(500, `Internal Server Error. ${advice} (${randomUUID()}).`);
}
