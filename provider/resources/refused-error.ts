import { TroveError } from "../http/trove-error.ts";
import type { Row } from "./resource.ts";

/** A change that the provider does not make: it would lose data without consent, or cannot be made in place. */
export class RefusedError extends TroveError {
  readonly code = "TROVE_REFUSED";
  readonly rows: readonly Row[];

  constructor(what: string, rows: readonly Row[]) {
    super(`${what} was refused, nothing was changed. ${rows.map((row) => `${row.path}: ${row.reason}`).join(" ")}`);
    this.rows = rows;
  }
}
