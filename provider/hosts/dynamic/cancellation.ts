import { subscribe } from "node:diagnostics_channel";
import { CancelledError } from "../../core/errors/cancelled-error.ts";

const CANCEL = "/pulumirpc.ResourceProvider/Cancel";

/**
 * A signal that is aborted when the engine cancels (Ctrl-C, a cancelled pipeline). The dynamic host acknowledges the
 * Cancel call and does not pass it on; but it is an HTTP/2 server, and Node publishes every stream of one on a diagnostics
 * channel (22.17, 24.2). At a normal end the call comes as well, when nothing is under way.
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
