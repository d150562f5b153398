import type { Instance } from "../types.ts";

/** Trove's reason for what befell an instance, as a sentence. */
export function troveSays({ fault }: Instance): string {
  return fault === undefined ? "Trove gives no reason." : `Trove says: ${fault.message.replace(/[\s.]+$/, "")}.`;
}
