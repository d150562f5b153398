import { describeError } from "../../core/error-text.ts";
import { TroveError } from "../../core/trove-error.ts";

/**
 * Something went wrong after an id existed. It carries the id and the state that was reached, so that the host saves
 * both whatever happened. Its text and code are those of its cause, where that was foreseen.
 */
export class InterruptedError<State> extends TroveError {
  readonly code: string;
  readonly id: string;
  readonly state: State;
  /** The paths of the arguments that were changed in the cloud before, or may have been. */
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
    `${id} is unfinished, because of an error that pulumi-trove did not foresee, which is a bug in it; please report it: ` +
    `${describeError(cause).replace(/\.$/, "")}. What was reached is in the state, and the next \`pulumi up\` carries on.`
  );
}
