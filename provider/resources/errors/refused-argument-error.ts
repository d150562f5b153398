import type { ApiError } from "../../trove/errors/api-error.ts";
import { InputError } from "./input-error.ts";

/** Trove refused a request because of one argument. The code and the status are those of Trove's answer. */
export class RefusedArgumentError extends InputError {
  readonly code: string;
  readonly status: number;

  constructor(path: string, cause: ApiError, next?: string) {
    super(path, [cause.message, next].filter(Boolean).join(" "), { cause });
    this.code = cause.code;
    this.status = cause.status;
  }
}
