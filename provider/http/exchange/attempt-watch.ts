import { LONGEST_TIMER_MS } from "../../core/clock.ts";

export interface AttemptWatch {
  /** Aborted when the attempt has to end. */
  readonly signal: AbortSignal;
  /** Why it was cut; `undefined` while it was not. */
  readonly abortReason: "timeout" | "cancelled" | "unanswered" | undefined;
  close(): void;
}

/**
 * Decides when one attempt is cut: after `timeoutMs`; at once when `signal` is aborted and `canAbort()` says so; else
 * `answerGraceMs` after that. The timers are the machine's own and not the injected clock's: the network does not keep
 * to the time of a test.
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
  const end = (why: AttemptWatch["abortReason"]) => {
    abortReason ??= why;
    controller.abort();
  };
  const timeout = setTimeout(end, Math.min(options.timeoutMs, LONGEST_TIMER_MS), "timeout");
  const cancel = () => {
    if (options.canAbort()) end("cancelled");
    else grace = setTimeout(end, Math.min(options.answerGraceMs, LONGEST_TIMER_MS), "unanswered");
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
