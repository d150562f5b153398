import { LONGEST_TIMER_MS } from "../../core/clock.ts";
import { CancelledError } from "../../core/errors/cancelled-error.ts";
import type { HttpRequest } from "../http.ts";
import { describeRequest } from "../secrets/redact-url.ts";

export interface AttemptWatch {
  /** Aborted when the attempt has to end. */
  readonly signal: AbortSignal;
  /** `undefined` until the watch aborts the attempt. */
  readonly abortReason: "timeout" | "cancelled" | "unanswered" | undefined;
  close(): void;
}

/**
 * Aborts an attempt after `timeoutMs`. When `signal` is aborted, aborts it at once if `canAbort()` allows that, otherwise
 * after `answerGraceMs`. The timers are the machine's and not the injected clock's: the network does not follow the time of
 * a test.
 */
export function watchAttempt(options: {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly answerGraceMs: number;
  readonly canAbort: () => boolean;
}): AttemptWatch {
  const controller = new AbortController();
  let abortReason: AttemptWatch["abortReason"];
  let grace: NodeJS.Timeout | undefined;
  const abort = (reason: AttemptWatch["abortReason"]) => {
    abortReason ??= reason;
    controller.abort();
  };
  const timeout = setTimeout(abort, Math.min(options.timeoutMs, LONGEST_TIMER_MS), "timeout");
  const cancel = () => {
    if (options.canAbort()) abort("cancelled");
    else grace = setTimeout(abort, Math.min(options.answerGraceMs, LONGEST_TIMER_MS), "unanswered");
  };
  if (options.signal?.aborted) cancel();
  else options.signal?.addEventListener("abort", cancel, { once: true });
  return {
    signal: controller.signal,
    get abortReason() {
      return abortReason;
    },
    close() {
      clearTimeout(timeout);
      clearTimeout(grace);
      options.signal?.removeEventListener("abort", cancel);
    },
  };
}

/** @throws {CancelledError} The request's signal is aborted. */
export function throwIfCancelled(request: HttpRequest): void {
  if (request.signal?.aborted) throw new CancelledError(describeRequest(request));
}
