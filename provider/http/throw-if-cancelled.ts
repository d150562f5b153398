import { CancelledError } from "./errors/cancelled-error.ts";
import type { HttpRequest } from "./http.ts";
import { redactUrl } from "./redact-url.ts";

export function throwIfCancelled(request: HttpRequest): void {
  if (request.signal?.aborted) throw new CancelledError(`${request.method} ${redactUrl(request.url).path}`);
}
