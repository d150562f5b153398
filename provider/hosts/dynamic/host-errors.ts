import { describeError } from "../../core/error-text.ts";
import { TroveError } from "../../core/trove-error.ts";
import type { Mask } from "../../service/secrets/masked-log.ts";

/** Whose error it is, and how its text is masked. */
export interface ErrorContext {
  /** Takes the secrets of the resource out of the message. */
  readonly mask?: Mask | undefined;
  readonly urn?: string | undefined;
}

/**
 * An error as the dynamic host may have it. The engine shows its message with the resource. Of an error of check, diff,
 * read or delete, the host also prints `${error}: ${error.stack}`, which the engine shows with the stack
 * (`sdk/nodejs/cmd/dynamic-provider/index.ts`): so that text only points to the resource, and has no file paths. The host
 * copies any `code` or `details` into its answer, so neither is passed on.
 */
export function plainError(error: unknown, { mask = (text) => text, urn }: ErrorContext = {}): Error {
  const plain = new Error(mask(messageOf(error)));
  plain.name = "pulumi-trove";
  plain.stack = `see the error of ${nameIn(urn) ?? "the resource"}`;
  return Object.defineProperty(plain, "toString", { value: () => plain.name });
}

/** The resource's name in the program, which can have `::` in it: `urn:pulumi:stack::project::type::name`. */
function nameIn(urn: string | undefined): string | undefined {
  const name = urn?.split("::").slice(3).join("::");
  return name === undefined || name === "" ? undefined : JSON.stringify(name);
}

/** A partial failure: the engine saves the id and the properties, and shows the reasons. */
export function partialFailure(
  id: string,
  properties: Readonly<Record<string, unknown>>,
  error: unknown,
  context?: ErrorContext,
): Error {
  const plain = plainError(error, context);
  return Object.assign(plain, { id, properties, reasons: [plain.message] });
}

function messageOf(error: unknown): string {
  const text = describeError(error);
  if (error instanceof TroveError) return `${text} [${error.code}]`;
  return `An error that pulumi-trove did not foresee, which is a bug in it; please report it: ${text} [TROVE_BUG]`;
}
