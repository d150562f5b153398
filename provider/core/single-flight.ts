import { CancelledError } from "./errors/cancelled-error.ts";

/**
 * Returns a function whose concurrent callers share one run of `work`. A caller that is cancelled leaves at once and does
 * not disturb the others; when the last one leaves, the run is cancelled. No result is kept: `memo.ts` does that.
 *
 * @param what the work in a few words, for the `CancelledError`
 */
export function singleFlight<T>(
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): (signal?: AbortSignal) => Promise<T> {
  let current: { readonly result: Promise<T>; readonly controller: AbortController; callers: number } | undefined;

  const start = () => {
    const controller = new AbortController();
    const run = { result: work(controller.signal), controller, callers: 0 };
    const end = () => {
      if (current === run) current = undefined;
    };
    run.result.then(end, end);
    return run;
  };

  return async (signal) => {
    if (signal?.aborted) throw new CancelledError(what);
    current ??= start();
    const run = current;
    run.callers += 1;
    try {
      return await orCancelled(run.result, what, signal);
    } finally {
      run.callers -= 1;
      if (run.callers === 0) {
        if (current === run) current = undefined;
        run.controller.abort();
      }
    }
  };
}

function orCancelled<T>(result: Promise<T>, what: string, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return result;
  return new Promise((resolve, reject) => {
    const cancel = () => reject(new CancelledError(what));
    signal.addEventListener("abort", cancel, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener("abort", cancel));
  });
}
