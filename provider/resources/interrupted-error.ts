import { TroveError } from "../http/trove-error.ts";

/**
 * Something went wrong after an id existed. It carries the id and the state that was reached, so that the host saves
 * both whatever happened. Its text and code are those of its cause.
 */
export class InterruptedError<State> extends TroveError {
  readonly code: string;
  readonly id: string;
  readonly state: State;

  constructor(id: string, state: State, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.code = cause instanceof TroveError ? cause.code : "TROVE_INTERRUPTED";
    this.id = id;
    this.state = state;
  }
}
