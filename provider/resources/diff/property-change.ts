/** A difference between the state of a resource and the program. */
export interface PropertyChange {
  /** As a program would write it: `users["app@%"].password`. */
  readonly path: string;
  readonly kind: ChangeKind;
  readonly impact: Impact;
  /** Whether the impact depends on a value that is not known yet. */
  readonly isImpactUnknown?: boolean;
  /** A clause whose subject is the path: "is dropped". */
  readonly reason: string;
  /** The value before, as text; undefined if it is not known. */
  readonly before?: string | undefined;
  /** The value after, as text. A preview shows the two values instead of the reason, unless they are secret. */
  readonly after?: string | undefined;
  /** A further consequence of the change. */
  readonly note?: string | undefined;
  /** Whether the change does not do what one may expect of it, so that it is shown as a warning. */
  readonly warning?: boolean;
}

/**
 * `update`: changed in place. `stateOnly`: changed in the state alone, without a request. `replace`: needs another
 * resource in its place. `refuse`: an error at preview and before an update changes anything.
 */
export type ChangeKind = "update" | "stateOnly" | "replace" | "refuse";

export type Impact = "none" | "possibleRestart" | "restart" | "offline" | "dataLoss";

/** A reason why a check does not accept the inputs. */
export interface Failure {
  /** As a program would write it: `users["app@%"].password`, `access.allowedCidrs[0]`. */
  readonly path: string;
  readonly reason: string;
}

export function propertyChange(path: string, kind: ChangeKind, impact: Impact, reason: string): PropertyChange {
  return { path, kind, impact, reason };
}

/** The reason of a failure ends with a period only if it has several sentences. */
function toSentence(reason: string): string {
  return reason.endsWith(".") ? reason : `${reason}.`;
}

/** Turns the failures of a check into refusals of a diff or an update. */
export function toRefusals(failures: readonly Failure[]): PropertyChange[] {
  return failures.map(({ path, reason }) => propertyChange(path, "refuse", "none", toSentence(reason)));
}
