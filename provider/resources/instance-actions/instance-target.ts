import { CancelledError } from "../../core/errors/cancelled-error.ts";
import { isOutcomeUnknown } from "../../trove/errors/outcome-unknown.ts";
import { QuotaError } from "../../trove/errors/status-errors.ts";
import type { Instance } from "../../trove/types.ts";
import type { Context } from "../context.ts";
import { formatPath } from "../property-path.ts";

/** An instance that an action reads and changes, with callbacks for what the action sees and does. */
export interface InstanceTarget {
  readonly instanceId: string;
  readonly context: Context;
  /**
   * The path, in the inputs, of an argument that a path among the databases and users stands for.
   *
   * @default the same: `users["app@%"].password`
   */
  pathOf?(path: readonly string[]): string;
  /** Called with the instance each time that it is read. */
  onObserve?(instance: Instance): void;
  /** Called with the paths of the arguments that a request has changed, or may have changed. */
  onRequest?(paths: readonly string[]): void;
}

/** The path of an argument as its error names it. */
export function pathIn(target: InstanceTarget, path: readonly string[]): string {
  return target.pathOf?.(path) ?? formatPath(path);
}

/** Sends a request that changes the arguments at the paths. Reports the paths, unless the request had no effect. */
export async function sendChange<T>(
  target: InstanceTarget,
  paths: readonly string[],
  request: () => Promise<T>,
): Promise<T> {
  try {
    const answer = await request();
    target.onRequest?.(paths);
    return answer;
  } catch (error) {
    if (mayHaveTakenEffect(error)) target.onRequest?.(paths);
    throw error;
  }
}

/** Trove reserves quota instance by instance, so a refused growth can be half done (`trove/instance/models.py`). */
function mayHaveTakenEffect(error: unknown): boolean {
  return isOutcomeUnknown(error) || error instanceof CancelledError || error instanceof QuotaError;
}
