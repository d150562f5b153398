import { TroveError } from "../../core/trove-error.ts";

/** The credentials are missing, incomplete or contradictory. The text names the places that were searched. */
export class ConfigError extends TroveError {
  override readonly code = "TROVE_CONFIG";
  /** Whether there are no credentials at all: no configuration, no environment, no cloud. */
  readonly missing: boolean;

  constructor(message: string, options: { readonly missing?: boolean } = {}) {
    super(message);
    this.missing = options.missing ?? false;
  }
}
