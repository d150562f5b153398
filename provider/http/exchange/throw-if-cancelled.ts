import { CancelledError } from "../../core/errors/cancelled-error.ts";
import type { HttpRequest } from "../http.ts";
import { redactUrl } from "../secrets/redact-url.ts";

export function throwIfCancelled(request: HttpRequest): void {
  if (request.signal?.aborted) throw new CancelledError(`${request.method} ${redactUrl(request.url).path}`);
}
