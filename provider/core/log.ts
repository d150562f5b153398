import type { Memo } from "./memo.ts";

/** Where the provider speaks to the person who runs it. No secret is ever passed to it. */
export interface Log {
  /** Progress that is worth a glance and no more: a host may show only the newest. */
  status(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

export const silentLog: Log = { status() {}, info() {}, warn() {} };

/** Logs a warning once for each key: several resources, or several checks of one, find the same problem. */
export async function warnOnce(
  { cache, log }: { readonly cache: Memo; readonly log: Log },
  key: string,
  text: string,
): Promise<void> {
  await cache.once(`warning of ${key}`, async () => log.warn(text));
}
