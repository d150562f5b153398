import { TroveError } from "../../core/trove-error.ts";
import type { Failure } from "../resource.ts";

/** An error about one argument of a resource. Its message begins with the path of the argument. */
export abstract class InputError extends TroveError implements Failure {
  /** As a program would write it: `datastore.version`. */
  readonly path: string;
  /** The message without the path. */
  readonly reason: string;

  constructor(path: string, reason: string, options?: { readonly cause?: unknown }) {
    super(`${path}: ${reason}`, options);
    this.path = path;
    this.reason = reason;
  }
}

/** The failure that a check of one argument throws, or none. */
export async function failuresOf(check: () => Promise<unknown>): Promise<Failure[]> {
  try {
    await check();
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ path: error.path, reason: error.reason }];
  }
}
