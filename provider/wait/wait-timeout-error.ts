import { TroveError } from "../core/trove-error.ts";
import { type Deadline, formatDeadline } from "./deadline.ts";
import { formatDuration } from "./format-duration.ts";
import { describeSpans, type StatusSpan } from "./status-history.ts";

/** A wait exceeded its timeout. Nothing is undone: Trove continues its work. */
export class WaitTimeoutError extends TroveError {
  readonly code = "TROVE_WAIT_TIMEOUT";
  /** The statuses that the wait observed, and how long each lasted. */
  readonly statuses: readonly StatusSpan[];
  readonly deadline: Deadline;

  /** @param problem the error of the last observation, if that failed. */
  constructor(what: string, deadline: Deadline, statuses: readonly StatusSpan[], problem?: Error) {
    super(describe(what, deadline, statuses, problem), { cause: problem });
    this.statuses = statuses;
    this.deadline = deadline;
  }
}

function describe(what: string, deadline: Deadline, statuses: readonly StatusSpan[], problem?: Error): string {
  const observed = statuses.length > 0 ? `Observed: ${describeSpans(statuses)}.` : "No status was observed.";
  return [
    `Waiting for ${what} took longer than its timeout of ${formatDuration(deadline.budgetMs)}`,
    ` (deadline ${formatDeadline(deadline)}). ${observed}`,
    problem ? ` The last request failed: ${problem.message}` : "",
    " Trove continues. Run the same command again, and allow more time if necessary (`customTimeouts`, or `timeout` in a script).",
  ].join("");
}
