import type { Context } from "../context.ts";

/** For `locks.runExclusive`: shows that the operation waits for another one on the same instance, which can take an hour. */
export function showQueued({ log }: Pick<Context, "log">): () => void {
  return () => log.status("queued: another operation on the instance is in progress");
}
