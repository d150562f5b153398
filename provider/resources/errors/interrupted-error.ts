import { describeError } from "../../core/error-text.ts";
import { TroveError } from "../../core/trove-error.ts";

/**
 * An operation failed after its resource existed. The host saves the id and the state. The message and the code are those
 * of the cause if that is a `TroveError`.
 */
export class InterruptedError<State> extends TroveError {
  readonly code: string;
  readonly id: string;
  readonly state: State;
  /** The paths of the arguments that were changed in the cloud before the failure, or may have been. */
  readonly changed: readonly string[];

  constructor(id: string, state: State, cause: unknown, changed: readonly string[] = []) {
    super(cause instanceof TroveError ? cause.message : describe(id, cause), { cause });
    this.code = cause instanceof TroveError ? cause.code : "TROVE_INTERRUPTED";
    this.id = id;
    this.state = state;
    this.changed = changed;
  }
}

function describe(id: string, cause: unknown): string {
  return (
    `${id} is unfinished because of an unexpected error, which is a bug in pulumi-trove; please report it: ` +
    `${describeError(cause).replace(/\.$/, "")}. Progress so far is saved in the state, and the next \`pulumi up\` continues.`
  );
}
