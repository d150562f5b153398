import type { BackupStrategy } from "../../trove/types.ts";
import type { Context } from "../context.ts";

/**
 * The id of a strategy, for which Trove has none: `<project id>/<instance id>`, or `<project id>` for the strategy of the
 * project.
 */
export function idOf(projectId: string, instanceId: string | undefined): string {
  return instanceId === undefined ? projectId : `${projectId}/${instanceId}`;
}

/** The instance in the id of a strategy; `undefined` for the strategy of the project. */
export function instanceOf(id: string): string | undefined {
  const slash = id.indexOf("/");
  return slash < 0 ? undefined : id.slice(slash + 1);
}

/** What names a strategy in a text. */
export function describeStrategy(instanceId: string | undefined): string {
  return `the backup strategy of ${instanceId === undefined ? "the project" : `instance ${instanceId}`}`;
}

/**
 * Finds the strategy of an instance, or that of the project. Trove has no request for a single one, and compares ids
 * without regard to case.
 */
export async function findStrategy(
  instanceId: string | undefined,
  { trove, signal }: Pick<Context, "trove" | "signal">,
): Promise<BackupStrategy | undefined> {
  const strategies = await trove.backupStrategies.list({ signal });
  return strategies.find((strategy) => strategy.instanceId?.toLowerCase() === instanceId?.toLowerCase());
}
