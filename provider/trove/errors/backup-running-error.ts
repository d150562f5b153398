import { ApiError } from "./api-error.ts";

/**
 * A backup cannot be deleted while it, or a backup based on it, is running. The backup itself remains. Backups based on
 * it may be deleted already.
 */
export class BackupRunningError extends ApiError {
  override readonly code = "TROVE_BACKUP_RUNNING";
  /** The id of the running backup. */
  readonly backupId: string;
  /** The status of the running backup: `NEW`, `BUILDING` or `SAVING`. */
  readonly backupStatus: string;

  /**
   * @param refusal Trove's response to the DELETE. The message of a 500 is left out: it describes a failure inside
   * Trove.
   */
  constructor(id: string, running: { readonly id: string; readonly status: string }, refusal: ApiError) {
    const { status, faultName, trovesOwn, method, path, requestId } = refusal;
    const what = `Deleting backup ${id}`;
    const serverMessage = status < 500 ? refusal.serverMessage : undefined;
    const which = running.id === id ? "The backup" : `Backup ${running.id}, which continues it,`;
    const wait = `${which} is still running (${running.status}): wait until it is COMPLETED or FAILED and try again.`;
    // Children are deleted first (`trove/backup/models.py`, `delete`).
    const partial = "The backup itself remains; backups that continue it may be deleted already.";
    const next = running.id === id ? wait : `${wait} ${partial}`;
    const answer = { status, faultName, serverMessage, trovesOwn, method, path, requestId };
    super({ ...answer, what, retryAfterMs: undefined, cause: refusal }, next);
    this.backupId = running.id;
    this.backupStatus = running.status;
  }
}
