import { internalError } from "./api-fault.ts";

/** Throws 500 for text that Trove's database cannot store: its usual character set, `utf8`, has no emoji. */
export function checkStorable(...texts: readonly (string | undefined)[]): void {
  if (!texts.every((text) => text === undefined || isStorable(text))) throw internalError();
}

export function isStorable(text: string): boolean {
  return !/[\u{10000}-\u{10FFFF}]/u.test(text);
}
