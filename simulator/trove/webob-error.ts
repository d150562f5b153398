import type { HttpRequest, HttpResponse } from "../http/exchange.ts";

export interface WebobError {
  readonly status: 400 | 403 | 415;
  readonly title: string;
  readonly message: string;
  /** For a client that accepts neither JSON nor HTML: the key and message of Trove's own error body, or plain text. */
  readonly fault: readonly [key: string, message: string] | string;
}

/** Trove's second error format, for errors before the controller runs (`trove/common/wsgi.py`, `FaultWrapper`). */
export function webobError(request: HttpRequest, { status, title, message, fault }: WebobError): HttpResponse {
  const code = `${status} ${title}`;
  const accept = request.headers.accept ?? "";
  if (accept.includes("json")) return { status, body: { message, code, title } };
  if (accept.includes("html") || accept.includes("*/*")) return html(status, code, message);
  if (typeof fault === "string") {
    return { status, headers: { "content-type": "text/plain; charset=UTF-8" }, body: `${code}\n\n${fault} \n\n ` };
  }
  return { status, body: { [fault[0]]: { code: status, message: fault[1] } } };
}

function html(status: number, title: string, message: string): HttpResponse {
  const head = ` <head>\n  <title>${title}</title>\n </head>\n`;
  const body = ` <body>\n  <h1>${title}</h1>\n  ${message}\n </body>\n`;
  return { status, headers: { "content-type": "text/html; charset=UTF-8" }, body: `<html>\n${head}${body}</html>` };
}
