import { TroveError } from "../../../core/trove-error.ts";
import { isGone } from "../../../trove/errors/is-gone.ts";
import { InterruptedError } from "../../errors/interrupted-error.ts";

/** The state holds an instance that Trove does not have any more. */
class InstanceGoneError extends TroveError {
  readonly code: string;

  constructor(id: string, name: string, cause: TroveError) {
    const answer = cause.message.replace(/^[^:]* failed: /, "").replace(/\. .*$/s, ".");
    super(
      `Instance "${name}" (${id}) does not exist any more: it was deleted outside this program. ${answer} ` +
        "Run `pulumi refresh` to take it out of the state; the next `pulumi up` then creates another one.",
      { cause },
    );
    this.code = cause.code;
  }
}

/**
 * What an update of an instance fails with: a 404 about the instance itself proves that it was deleted, since the host has
 * compared project and region before.
 */
export function explainGone(error: unknown, { id, name }: { readonly id: string; readonly name: string }): unknown {
  if (error instanceof InterruptedError) {
    const { state, cause, changed } = error;
    return isGone(cause, { instance: id })
      ? new InterruptedError(id, state, new InstanceGoneError(id, name, cause), changed)
      : error;
  }
  return isGone(error, { instance: id }) ? new InstanceGoneError(id, name, error) : error;
}
