import { TroveError } from "../../core/trove-error.ts";
import type { PropertyChange } from "../resource.ts";

/**
 * A change that the provider does not make: it would lose data without consent, or cannot be made in place. Of several
 * reasons each has a line.
 */
export class RefusedError extends TroveError {
  readonly code = "TROVE_REFUSED";
  readonly changes: readonly PropertyChange[];

  constructor(what: string, rows: readonly PropertyChange[]) {
    const reasons = rows.map((row) => `${row.path}: ${row.reason}`);
    const separator = reasons.length === 1 ? " " : "\n";
    super([`${what} was refused, nothing was changed.`, ...reasons].join(separator));
    this.changes = rows;
  }
}
