import type { Context } from "../context.ts";

/** For `Run.exclusive`: shows that an operation waits for another one on the same instance, which can take an hour. */
export function showQueued({ log }: Pick<Context, "log">): () => void {
  return () => log.status("queued: another operation on the instance is under way");
}
