import { TroveError } from "../trove-error.ts";

/** The operation was cancelled (Ctrl-C, a cancelled pipeline, or an aborted signal). */
export class CancelledError extends TroveError {
  override readonly code = "TROVE_CANCELLED";

  /** @param what the operation in a few words: `"GET /v1.0/…"` */
  constructor(what: string) {
    super(`${what}: cancelled. Run the same command again to continue.`);
  }
}
