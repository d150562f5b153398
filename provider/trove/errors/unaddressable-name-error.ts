import { TroveError } from "../../core/trove-error.ts";

/** A path of Trove's API cannot contain the name: the request would address another object or none. */
export class UnaddressableNameError extends TroveError {
  readonly code = "TROVE_UNADDRESSABLE_NAME";

  constructor(what: string, name: string) {
    super(
      `${what} failed: Trove's API cannot address the name ${JSON.stringify(name)}, which is empty or has a ".", a "/" or a ` +
        "character outside ASCII. Use SQL in the database instead.",
    );
  }
}
