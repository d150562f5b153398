import { TroveError } from "../../core/trove-error.ts";

/** An update found that what it was to change no longer exists. */
export class ChildGoneError extends TroveError {
  readonly code = "TROVE_NOT_FOUND";

  /** @param what `User` */
  constructor(what: string, key: string, instanceId: string) {
    super(
      `${what} ${JSON.stringify(key)} no longer exists on instance ${instanceId}: it was deleted outside this program. ` +
        "Run `pulumi refresh` to remove it from the state; the next `pulumi up` then creates a new one.",
    );
  }
}
