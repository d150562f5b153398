import type { Backup } from "../../trove/types.ts";
import type { LookupContext } from "../lookup.ts";

/** The backups of the project or of one instance, the last created first. */
export async function listBackups(
  instance: string | undefined,
  { trove, signal }: LookupContext,
): Promise<readonly Backup[]> {
  const listed = await Array.fromAsync(trove.backups.list({ instanceId: instance, signal }));
  // A backup that changes meanwhile may be on two pages.
  const backups = [...new Map(listed.map((backup) => [backup.id, backup])).values()];
  return backups.sort((one, other) => timeOf(other) - timeOf(one));
}

function timeOf({ created }: Backup): number {
  return created === undefined ? 0 : Date.parse(created);
}
