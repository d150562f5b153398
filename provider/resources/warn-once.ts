import type { Context } from "./context.ts";

/** Logs a warning once in the process for each key: several resources, or several checks of one, find the same problem. */
export async function warnOnce(
  { cache, log }: Pick<Context, "cache" | "log">,
  key: string,
  text: string,
): Promise<void> {
  await cache.once(`warning of ${key}`, async () => log.warn(text));
}
