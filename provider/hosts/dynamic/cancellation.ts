import { subscribe } from "node:diagnostics_channel";
import { CancelledError } from "../../core/errors/cancelled-error.ts";

const CANCEL = "/pulumirpc.ResourceProvider/Cancel";

/**
 * Returns a signal that is aborted when the engine cancels the operation (Ctrl-C or a cancelled pipeline).
 *
 * The dynamic host acknowledges the Cancel call without passing it on. But the host is an HTTP/2 server, and Node
 * publishes each stream of such a server on a diagnostics channel (since 22.17 and 24.2). The engine also sends Cancel at
 * a normal end, when no operation is running.
 */
export function watchCancellation(): AbortSignal {
  const controller = new AbortController();
  subscribe("http2.server.stream.start", (message) => {
    const { headers } = message as { readonly headers?: Readonly<Record<string, unknown>> };
    if (headers?.[":path"] === CANCEL) {
      controller.abort(new CancelledError("The operation"));
    }
  });
  return controller.signal;
}
