import { TroveError } from "../../core/trove-error.ts";
import { isGone } from "../../trove/errors/is-gone.ts";
import type { NotFoundError } from "../../trove/errors/not-found-error.ts";
import type { Backup } from "../../trove/types.ts";
import { OR_RESUME, OrphanError } from "../creation/errors.ts";

/** Trove could not take the backup. It holds no data. */
export class BackupFailedError extends TroveError {
  readonly code = "TROVE_BACKUP_FAILED";

  constructor({ id, name, status, instanceId, created }: Backup) {
    super(
      `Backup "${name}" (${id}) of instance ${instanceId ?? "unknown"}, started at ${created ?? "an unknown time"}, is ` +
        `${status}. Trove does not report the reason: check the object store, or ask the cloud's operator for the log of ` +
        "the instance. The next `pulumi up` deletes this backup and takes another.",
    );
  }
}

/** Backups already have the default name of the resource, so they may be orphans of this resource. */
export function orphanNamed(name: string, namesakes: readonly Backup[]): OrphanError {
  return new OrphanError(
    `No backup was taken: "${name}", the default name of this resource, is already the name of backup ` +
      `${describeBackups(namesakes)}. If an interrupted run took it, delete it${namesakes.length === 1 ? OR_RESUME : ""}. ` +
      "To keep both, give this resource a name; to replace the backup of a resource, change `triggers` instead of using " +
      "--replace.",
  );
}

/** Trove deletes the backups that are based on a deleted one (`trove/backup/models.py`, `delete`). */
export class HasIncrementalsError extends TroveError {
  readonly code = "TROVE_HAS_INCREMENTALS";

  constructor({ id, name }: Backup, incrementals: readonly Backup[]) {
    const others = incrementals.map((backup) => `"${backup.name}" (${backup.id})`).join(", ");
    super(
      `Backup "${name}" (${id}) was not deleted: Trove would also delete the backups that are based on it, which this run ` +
        `does not delete: ${others}. Delete them first, or keep this backup with the resource option retainOnDelete.`,
    );
  }
}

/** An update found that its backup no longer exists. The code is that of Trove's answer. */
class BackupGoneError extends TroveError {
  readonly code: string;

  constructor(id: string, cause: NotFoundError) {
    super(
      `Backup ${id} no longer exists: it was deleted outside this program, or together with the backup that it was based ` +
        "on. Run `pulumi refresh` to remove it from the state; the next `pulumi up` then takes another.",
      { cause },
    );
    this.code = cause.code;
  }
}

/** The error with which an operation fails. Only a 404 about the backup itself proves that it was deleted. */
export function explainGone(error: unknown, id: string): unknown {
  return isGone(error, { backup: id }) ? new BackupGoneError(id, error) : error;
}

/** Lists backups for a person who has to choose one: `4f1c… (COMPLETED, created 2026-01-01T00:00:00Z), …`. */
function describeBackups(backups: readonly Backup[]): string {
  return backups.map(({ id, status, created }) => `${id} (${status}, created ${created ?? "?"})`).join(", ");
}
