import type { IncomingHttpHeaders } from "node:http";
import { ConnectionError } from "../errors/connection-error.ts";
import type { HttpRequest, HttpResponse } from "../http.ts";

/**
 * Makes a response of what came over the wire. A body that is not JSON stays text in a failure; in a success it is no
 * answer at all.
 *
 * @throws {ConnectionError} `NOT_JSON`
 */
export function readAnswer(
  request: HttpRequest,
  answer: { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string },
): HttpResponse {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  const date = Date.parse(headers.date ?? "");
  return {
    status: answer.status,
    headers,
    body: parseBody(request, answer.status, answer.text),
    requestId: requestIdOf(headers["x-openstack-request-id"]),
    serverDate: Number.isNaN(date) ? undefined : date,
  };
}

/** It is repeated in errors, so what is no id is no request id: a server can send any text. */
function requestIdOf(header: string | undefined): string | undefined {
  return header !== undefined && /^[\w.:-]{1,100}$/.test(header) ? header : undefined;
}

function parseBody(request: HttpRequest, status: number, text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    if (status >= 300) return text;
    // Without the parser's own error: it quotes the body.
    throw new ConnectionError(request, { reason: "NOT_JSON", sent: "unknown" });
  }
}
