import type { Backup } from "../../../trove/types.ts";
import type { NamedBackup } from "../../backups/create-backup.ts";
import { orphanToTakeOver } from "../../creation/orphans.ts";
import { orphanNamed } from "../errors.ts";

/**
 * Finds the orphaned backup of this name.
 *
 * @param namesakes the backups of the instance that have the name
 * @returns the backup to take over, if `trove:resumeInterrupted` is set
 * @throws {OrphanError} if a backup has the default name, and is not to be taken over
 */
export function findOrphan({ name, context }: NamedBackup, namesakes: readonly Backup[]): Backup | undefined {
  const { knownIds, log } = context;
  const unowned = namesakes.filter(({ id }) => !knownIds.has(id));
  const orphan = orphanToTakeOver(name, unowned, context, {
    warning: (orphans) =>
      `There is already a backup named "${name}" of the instance (${orphans.map(({ id }) => id).join(", ")}), and another ` +
      "one is taken now.",
    refusal: (orphans) => orphanNamed(name, orphans),
  });
  if (orphan === undefined) return undefined;
  log.info(`Taking over the orphaned backup ${orphan.id} (${orphan.status}), which an interrupted run started.`);
  return orphan;
}
