import { isPage, pageTitle } from "../../../core/server-text.ts";
import { boundRetryAfter } from "../../../http/exchange/retry-after.ts";

/** What a body of an error tells, whichever of the four shapes it has. */
export interface ErrorBody {
  /** Only where the body is Trove's own. */
  readonly faultName: string | undefined;
  /** As the server wrote it. */
  readonly message: string | undefined;
  readonly trovesOwn: boolean;
  readonly retryAfterMs: number | undefined;
}

/**
 * Reads the body of an error: Trove's `{"itemNotFound": {code, message}}` (`trove/common/wsgi.py`, `Fault`), webob's
 * `{message, code, title}`, Keystone's `{"error": {code, title, message}}`, or a text or page of a proxy, of which only
 * the title is taken.
 */
export function readErrorBody(status: number, body: unknown): ErrorBody {
  if (typeof body === "string") {
    return foreign(isPage(body) ? pageTitle(body) : body.trim().split("\n", 1)[0]);
  }
  const fields = record(body);
  const [name, ...others] = Object.keys(fields);
  const fault = record(name === undefined ? undefined : fields[name]);
  if (name === undefined || others.length > 0 || typeof fault.message !== "string") {
    return foreign(fields.message ?? fields.title);
  }
  if (name === "error" || fault.code !== status) {
    return foreign(fault.message);
  }
  const seconds = Number(fault.retryAfter);
  return {
    faultName: name,
    message: fault.message,
    trovesOwn: true,
    retryAfterMs: seconds >= 0 ? boundRetryAfter(seconds * 1000) : undefined,
  };
}

function foreign(message: unknown): ErrorBody {
  const text = typeof message === "string" && message !== "" ? message : undefined;
  return { faultName: undefined, message: text, trovesOwn: false, retryAfterMs: undefined };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
