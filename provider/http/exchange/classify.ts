import { ConnectionError } from "../errors/connection-error.ts";
import { HttpStatusError } from "../errors/http-status-error.ts";
import { RequestTimeoutError } from "../errors/request-timeout-error.ts";
import { codeOfProxyFailure, isProxyRefusal } from "../proxy/proxy.ts";
import { isTlsFailure, isUnsendable } from "./failure-codes.ts";

export type Decision = { readonly retry: true; readonly afterMs?: number } | { readonly retry: false };

const STOP: Decision = { retry: false };

/** Decides whether to retry a failed request, and how long the server asks to wait before that. */
export function classify(failure: unknown, request: { readonly repeatable: boolean }): Decision {
  if (failure instanceof HttpStatusError) return classifyStatus(failure, request);
  if (failure instanceof ConnectionError && !isTransient(failure.reason)) return STOP;
  if (failure instanceof ConnectionError || failure instanceof RequestTimeoutError) {
    return request.repeatable || failure.sent === "no" ? { retry: true } : STOP;
  }
  return STOP;
}

/**
 * Whether Trove refused a request for its rate. 413 with Retry-After is the rate limit, without it a quota
 * (`trove/common/limits.py`, `wsgi.py`). A rate-limited request had no effect, so even a POST may be repeated.
 */
export function isRateLimited(failure: unknown): failure is HttpStatusError & { readonly retryAfterMs: number } {
  return failure instanceof HttpStatusError && failure.status === 413 && failure.retryAfterMs !== undefined;
}

function classifyStatus(failure: HttpStatusError, { repeatable }: { readonly repeatable: boolean }) {
  const { status, retryAfterMs } = failure;
  const again: Decision = retryAfterMs === undefined ? { retry: true } : { retry: true, afterMs: retryAfterMs };
  if (isRateLimited(failure) || status === 429) return again;
  if (status === 408 || (status >= 500 && status !== 501)) return repeatable ? again : STOP;
  return STOP;
}

/** Whether the next attempt may succeed. */
function isTransient(reason: string): boolean {
  const code = codeOfProxyFailure(reason);
  if (code !== undefined) return !isTlsFailure(code) && !isProxyRefusal(code);
  return !isTlsFailure(reason) && !isUnsendable(reason) && reason !== "TOO_LARGE";
}
