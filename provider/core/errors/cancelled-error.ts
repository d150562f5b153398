import { TroveError } from "../trove-error.ts";

/** Whoever started the work has called it off. */
export class CancelledError extends TroveError {
  override readonly code = "TROVE_CANCELLED";

  /** @param what The work in a few words: `"GET /v1.0/…"`. */
  constructor(what: string) {
    super(`${what}: cancelled. Run the same again to carry on.`);
  }
}
