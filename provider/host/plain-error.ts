import { describeError } from "../http/error-text.ts";
import { TroveError } from "../http/trove-error.ts";
import type { Mask } from "./masked-log.ts";

/**
 * An error as the dynamic host may have it. It prints `${error}: ${error.stack}` of what it is given, file paths and all,
 * and copies any `code` or `details` into its answer: so the stack is the message, the message is not said twice, and
 * nothing else is passed on.
 *
 * @param mask takes the secrets of the resource out of the message
 */
export function plainError(error: unknown, mask: Mask = (text) => text): Error {
  const plain = new Error(mask(messageOf(error)));
  plain.name = "pulumi-trove";
  plain.stack = plain.message;
  return Object.defineProperty(plain, "toString", { value: () => plain.name });
}

/** A partial failure: the engine saves the id and the properties, and shows the reasons. */
export function partialFailure(
  id: string,
  properties: Readonly<Record<string, unknown>>,
  error: unknown,
  mask?: Mask,
): Error {
  const plain = plainError(error, mask);
  return Object.assign(plain, { id, properties, reasons: [plain.message] });
}

function messageOf(error: unknown): string {
  const text = describeError(error);
  if (error instanceof TroveError) return `${text} [${error.code}]`;
  return `An error that pulumi-trove did not foresee, which is a bug in it; please report it: ${text} [TROVE_BUG]`;
}
