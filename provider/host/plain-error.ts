import { describeError } from "../http/describe-error.ts";
import { TroveError } from "../http/trove-error.ts";

/**
 * An error as the dynamic host may have it. It prints `${error}: ${error.stack}` of what it is given, file paths and all,
 * and copies any `code` or `details` into its answer: so the stack is the message, the message is not said twice, and
 * nothing else is passed on.
 */
export function plainError(error: unknown): Error {
  const plain = new Error(messageOf(error));
  plain.name = "pulumi-trove";
  plain.stack = plain.message;
  return Object.defineProperty(plain, "toString", { value: () => plain.name });
}

/** A partial failure: the engine saves the id and the properties, and shows the reasons. */
export function partialFailure(id: string, properties: Readonly<Record<string, unknown>>, error: unknown): Error {
  return Object.assign(plainError(error), { id, properties, reasons: [messageOf(error)] });
}

function messageOf(error: unknown): string {
  const text = describeError(error);
  if (error instanceof TroveError) return `${text} [${error.code}]`;
  return `An error that pulumi-trove did not foresee, which is a bug in it; please report it: ${text} [TROVE_BUG]`;
}
