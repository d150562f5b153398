import type { Backup } from "../../../trove/types.ts";
import type { NamedBackup } from "../../backups/create-backup.ts";
import { orphanNamed } from "../errors.ts";

/**
 * Finds the orphaned backup of this name: an interrupted run created it, and no state or create of this process owns it.
 * A name that the program chose does not prove where a backup came from, so there is only a warning then.
 *
 * @param namesakes the backups of the instance that have the name
 * @returns the backup to take over, if `trove:resumeInterrupted` is set
 * @throws {OrphanError} if a backup has the default name, and is not to be taken over
 */
export function findOrphan({ name, context }: NamedBackup, namesakes: readonly Backup[]): Backup | undefined {
  const { knownIds, log, settings, defaultName } = context;
  const orphans = namesakes.filter(({ id }) => !knownIds.has(id));
  const [first] = orphans;
  if (first === undefined) return undefined;
  if (name !== defaultName) {
    const ids = orphans.map(({ id }) => id).join(", ");
    log.warn(`There is already a backup named "${name}" of the instance (${ids}), and another one is taken now.`);
    return undefined;
  }
  if (!settings.resumeInterrupted || orphans.length > 1) throw orphanNamed(name, orphans);
  log.info(`Taking over the orphaned backup ${first.id} (${first.status}), which an interrupted run started.`);
  return first;
}
