import { internalError } from "./api-fault.ts";

/** Throws 500 for text that Trove's database cannot store: its usual character set, `utf8`, has no emoji. */
export function checkStorable(...texts: readonly (string | undefined)[]): void {
  if (texts.some((text) => text !== undefined && /[\u{10000}-\u{10FFFF}]/u.test(text))) throw internalError();
}
