import { TroveError } from "../../../core/trove-error.ts";
import { isGone } from "../../../trove/errors/is-gone.ts";
import type { NotFoundError } from "../../../trove/errors/not-found-error.ts";
import { InterruptedError } from "../../errors/interrupted-error.ts";

/** An update found that its instance no longer exists. The code is that of Trove's answer. */
class InstanceGoneError extends TroveError {
  readonly code: string;

  constructor(id: string, name: string, cause: NotFoundError) {
    super(
      `Instance "${name}" (${id}) no longer exists: it was deleted outside this program. ${describeAnswer(cause)} ` +
        "Run `pulumi refresh` to remove it from the state; the next `pulumi up` then creates a new one.",
      { cause },
    );
    this.code = cause.code;
  }
}

function describeAnswer({ status, faultName, serverMessage, requestId }: NotFoundError): string {
  const answer = [`Trove answered ${status}`, faultName && ` ${faultName}`, serverMessage && `: ${serverMessage}`];
  const request = requestId === undefined ? "" : ` (request ${requestId})`;
  return `${answer.filter(Boolean).join("").replace(/\.$/, "")}${request}.`;
}

/**
 * The error with which an update fails. A 404 about the instance itself proves that it was deleted: the host has compared
 * project and region before.
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
