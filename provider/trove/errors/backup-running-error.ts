import { ApiError } from "./api-error.ts";

/**
 * A backup cannot be deleted while it, or a backup that continues it, is running. The backup itself remains; backups that
 * continue it may be deleted already.
 */
export class BackupRunningError extends ApiError {
  override readonly code = "TROVE_BACKUP_RUNNING";
  /** The backup that is running. */
  readonly backupId: string;
  /** The status of that backup: `NEW`, `BUILDING` or `SAVING`. */
  readonly backupStatus: string;

  /** @param refusal Trove's answer to the DELETE. What a 500 says is about Trove's own failure, so it is left out. */
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
