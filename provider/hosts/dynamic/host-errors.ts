import { OperationError, PartialFailure } from "../../service/errors/operation-error.ts";
import { nameInProgram } from "../../service/names/urns.ts";
import type { StoredState } from "../../service/requests.ts";
import type { WireObject } from "../encoding/wire.ts";

/**
 * Runs an operation and throws its failures as the dynamic host takes them.
 *
 * @param encode a state as the engine saves it, for a partial failure
 */
export async function toHostErrors<T>(
  operation: () => Promise<T>,
  encode: (state: StoredState) => WireObject = () => ({}),
): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const failure = error instanceof OperationError ? error : new OperationError(error);
    if (!(failure instanceof PartialFailure)) throw toHostError(failure);
    // The host recognizes a partial failure by these properties.
    const { id, reasons, state } = failure;
    throw Object.assign(toHostError(failure), { id, reasons: [...reasons], properties: encode(state) });
  }
}

/**
 * The engine shows the message with the resource. Of an error of check, diff, read or delete, the host also prints
 * `${error}: ${error.stack}`, which the engine shows with the stack (`sdk/nodejs/cmd/dynamic-provider/index.ts`): so this
 * text refers to the resource, and has no file paths. The host copies any `code` or `details`, so there are none.
 */
function toHostError({ message, urn }: OperationError): Error {
  const error = new Error(message);
  error.name = "pulumi-trove";
  const name = nameInProgram(urn ?? "");
  error.stack = `see the error of ${name === undefined ? "the resource" : JSON.stringify(name)}`;
  return Object.defineProperty(error, "toString", { value: () => error.name });
}
