import { TroveError } from "../../core/trove-error.ts";

/** Keystone refused the login, or its token cannot be used for Trove. */
export class AuthError extends TroveError {
  override readonly code = "TROVE_AUTH";
  /** Keystone's status; `undefined` if Keystone accepted the login. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(message: string, answer: { readonly status?: number; readonly requestId?: string | undefined } = {}) {
    super(message);
    this.status = answer.status;
    this.requestId = answer.requestId;
  }
}
