import { TroveError } from "../../core/trove-error.ts";

/** An update found that what it was to change no longer exists. */
export class ChildGoneError extends TroveError {
  readonly code = "TROVE_NOT_FOUND";

  /**
   * @param what `User`
   * @param renamedTo the key that an interrupted run may have given it
   */
  constructor(what: string, key: string, instanceId: string, renamedTo?: string) {
    const refresh = "`pulumi refresh` to remove it from the state; the next `pulumi up` then creates a new one.";
    const next =
      renamedTo === undefined
        ? `Run ${refresh}`
        : `If an interrupted run renamed it to ${JSON.stringify(renamedTo)}, which exists, set trove:resumeInterrupted to ` +
          `true for one \`pulumi up\`. Otherwise run ${refresh}`;
    super(`${what} ${JSON.stringify(key)} no longer exists on instance ${instanceId}. ${next}`);
  }
}
