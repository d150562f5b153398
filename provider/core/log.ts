import type { Memo } from "./memo.ts";

/** Messages for the person who runs the provider. Callers must not pass secrets. */
export interface Log {
  /** Reports progress; a host may show only the newest status. */
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
