import { TroveError } from "../core/trove-error.ts";
import { type Deadline, formatDeadline } from "./deadline.ts";
import { formatDuration } from "./format-duration.ts";
import { describeSpans, type StatusSpan } from "./status-history.ts";

/** What was waited for did not come in time. Nothing is undone: Trove goes on with it. */
export class WaitTimeoutError extends TroveError {
  readonly code = "TROVE_WAIT_TIMEOUT";
  /** What the wait saw, and for how long. */
  readonly statuses: readonly StatusSpan[];
  readonly deadline: Deadline;

  /** @param problem Why the last look failed, if it did. */
  constructor(what: string, deadline: Deadline, statuses: readonly StatusSpan[], problem?: Error) {
    super(describe(what, deadline, statuses, problem), { cause: problem });
    this.statuses = statuses;
    this.deadline = deadline;
  }
}

function describe(what: string, deadline: Deadline, statuses: readonly StatusSpan[], problem?: Error): string {
  const seen = statuses.length > 0 ? `Seen: ${describeSpans(statuses)}.` : "It could not be looked at even once.";
  return [
    `Waiting for ${what} took longer than the ${formatDuration(deadline.budgetMs)} it was given`,
    ` (until ${formatDeadline(deadline)}). ${seen}`,
    problem ? ` The last look failed: ${problem.message}` : "",
    " Trove goes on with it: run the same again to carry on, and allow more time if need be (`customTimeouts`, or `timeout` in a script).",
  ].join("");
}
