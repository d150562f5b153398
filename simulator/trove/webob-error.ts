import type { HttpRequest, HttpResponse } from "../http/exchange.ts";

export interface WebobError {
  readonly status: 400 | 403 | 415;
  readonly title: string;
  readonly message: string;
  /** What Trove's own error body says where the client did not ask for JSON. */
  readonly fault: readonly [key: string, message: string];
}

/** The second of Trove's four error shapes: what fails before a controller runs (`trove/common/wsgi.py`, `FaultWrapper`). */
export function webobError(request: HttpRequest, { status, title, message, fault }: WebobError): HttpResponse {
  const code = `${status} ${title}`;
  if (request.headers.accept?.includes("json")) return { status, body: { message, code, title } };
  return { status, body: { [fault[0]]: { code: status, message: fault[1] } } };
}
