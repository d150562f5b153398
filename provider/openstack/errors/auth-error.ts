import { TroveError } from "../../core/trove-error.ts";

/** Keystone does not let these credentials in, or the login is no use for Trove. */
export class AuthError extends TroveError {
  override readonly code = "TROVE_AUTH";
  /** Keystone's status; `undefined` when it let the login in. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(message: string, answer: { readonly status?: number; readonly requestId?: string | undefined } = {}) {
    super(message);
    this.status = answer.status;
    this.requestId = answer.requestId;
  }
}
