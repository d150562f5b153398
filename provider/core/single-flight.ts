import { CancelledError } from "./errors/cancelled-error.ts";

/**
 * Lets everyone who asks while `work` is under way wait for the same one. Who is cancelled stops waiting at once and
 * disturbs nobody; when the last one has gone, the work itself is cancelled. Nothing is kept once it has ended.
 */
export function singleFlight<T>(
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): (signal?: AbortSignal) => Promise<T> {
  let flight: { readonly result: Promise<T>; readonly cancel: AbortController; waiting: number } | undefined;

  const start = () => {
    const cancel = new AbortController();
    const started = { result: work(cancel.signal), cancel, waiting: 0 };
    const end = () => {
      if (flight === started) flight = undefined;
    };
    started.result.then(end, end);
    return started;
  };

  return async (signal) => {
    if (signal?.aborted) throw new CancelledError(what);
    flight ??= start();
    const joined = flight;
    joined.waiting += 1;
    try {
      return await orCancelled(joined.result, what, signal);
    } finally {
      joined.waiting -= 1;
      if (joined.waiting === 0) {
        if (flight === joined) flight = undefined;
        joined.cancel.abort();
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
