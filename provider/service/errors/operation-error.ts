import { describeError } from "../../core/error-text.ts";
import { TroveError } from "../../core/trove-error.ts";
import type { StoredState } from "../requests.ts";
import type { Mask } from "../secrets/secret-masks.ts";

/** Which resource an operation is about, and how its texts are masked. */
export interface ErrorContext {
  readonly urn?: string | undefined;
  readonly mask?: Mask | undefined;
}

/** The failure of an operation as a host may show it. Its message has the secrets masked and ends with the error code. */
export class OperationError extends Error {
  readonly urn: string | undefined;

  constructor(error: unknown, { urn, mask = (text) => text }: ErrorContext = {}) {
    super(mask(messageOf(error)));
    this.urn = urn;
  }
}

/** An operation failed after the resource existed: the host must save its id and state, or the resource is lost. */
export class PartialFailure extends OperationError {
  readonly id: string;
  readonly state: StoredState;

  constructor(id: string, state: StoredState, error: unknown, context?: ErrorContext) {
    super(error, context);
    this.id = id;
    this.state = state;
  }

  get reasons(): readonly string[] {
    return [this.message];
  }
}

function messageOf(error: unknown): string {
  const text = describeError(error);
  if (error instanceof TroveError) return `${text} [${error.code}]`;
  return `Unexpected error, which is a bug in pulumi-trove. Please report it: ${text} [TROVE_BUG]`;
}
