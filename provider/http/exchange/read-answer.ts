import type { IncomingHttpHeaders } from "node:http";
import { ConnectionError } from "../errors/connection-error.ts";
import type { HttpRequest, HttpResponse } from "../http.ts";

/**
 * Parses a response. A failure may have a body that is not JSON, which stays text; a success may not.
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

/** Ignores a header that is not an id: errors show it, and a server can send any text. */
function requestIdOf(header: string | undefined): string | undefined {
  return header !== undefined && /^[\w.:-]{1,100}$/.test(header) ? header : undefined;
}

/** A reviver of `JSON.parse`. Its third argument has the source text of a number since Node 21. */
function toExactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source ?? "";
  return typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value;
}

function parseBody(request: HttpRequest, status: number, text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return request.exactIntegers ? JSON.parse(text, toExactInteger) : JSON.parse(text);
  } catch {
    if (status >= 300) return text;
    // Without the parser's error as its cause: that quotes the body.
    throw new ConnectionError(request, { reason: "NOT_JSON", sent: "unknown" });
  }
}
