import { TroveError } from "../../core/trove-error.ts";

/** The credentials are missing, incomplete or contradictory. Says what was looked for and where. */
export class ConfigError extends TroveError {
  override readonly code = "TROVE_CONFIG";
  /** Whether nothing at all was given: no configuration, no environment, no cloud. */
  readonly missing: boolean;

  constructor(message: string, options: { readonly missing?: boolean } = {}) {
    super(message);
    this.missing = options.missing ?? false;
  }
}
