import { TroveError } from "../../core/trove-error.ts";
import type { Row } from "../resource.ts";

/**
 * A change that the provider does not make: it would lose data without consent, or cannot be made in place. Of several
 * reasons each has a line.
 */
export class RefusedError extends TroveError {
  readonly code = "TROVE_REFUSED";
  readonly rows: readonly Row[];

  constructor(what: string, rows: readonly Row[]) {
    const reasons = rows.map((row) => `${row.path}: ${row.reason}`);
    const separator = reasons.length === 1 ? " " : "\n";
    super([`${what} was refused, nothing was changed.`, ...reasons].join(separator));
    this.rows = rows;
  }
}
