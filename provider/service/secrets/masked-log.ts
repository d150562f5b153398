import type { Log } from "../../core/log.ts";

/** Replaces what is secret in a text by `***`. */
export type Mask = (text: string) => string;

export function maskedLog(log: Log, mask: Mask): Log {
  return {
    status: (message) => log.status(mask(message)),
    info: (message) => log.info(mask(message)),
    warn: (message) => log.warn(mask(message)),
  };
}
