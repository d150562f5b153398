import { TroveError } from "../../core/trove-error.ts";
import type { PropertyChange } from "../resource.ts";

/**
 * The provider refuses a change: it would lose data without consent, or cannot be made in place. The message has a line
 * for each reason if there are several.
 */
export class RefusedError extends TroveError {
  readonly code = "TROVE_REFUSED";
  readonly changes: readonly PropertyChange[];

  /** @param action the subject of the message, such as `Creating instance "db"` */
  constructor(action: string, changes: readonly PropertyChange[]) {
    const reasons = changes.map(({ path, reason }) => `${path}: ${reason}`);
    const separator = reasons.length === 1 ? " " : "\n";
    super([`${action} was refused, nothing was changed.`, ...reasons].join(separator));
    this.changes = changes;
  }
}
