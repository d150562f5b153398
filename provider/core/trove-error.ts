/**
 * The base of every error that this package throws deliberately. A bug in this package, or an unexpected error of Node, is
 * not a `TroveError`.
 */
export abstract class TroveError extends Error {
  /** Stable, upper snake case (`TROVE_CONFIG`); `docs/errors.md` explains each. */
  abstract readonly code: string;

  // Not ErrorOptions: programs whose `lib` is older than ES2022, as that of Pulumi's template, do not have that type.
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}
