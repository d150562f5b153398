/**
 * The base of every error that this package throws on purpose. A bug of ours, or an error of Node's that we did not
 * foresee, is deliberately not one.
 */
export abstract class TroveError extends Error {
  /** Stable, upper snake case (`TROVE_CONFIG`); `docs/errors.md` explains each. */
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
