import type { Instance } from "../types.ts";

/** Returns Trove's reason for an instance's ERROR, as a sentence. */
export function troveSays({ fault }: Instance): string {
  return fault === undefined ? "Trove gives no reason." : `Trove says: ${fault.message.replace(/[\s.]+$/, "")}.`;
}
