import { z } from "zod";
import type { Session } from "../../openstack/session.ts";
import { ApiError } from "../errors/api-error.ts";
import { BackupRunningError } from "../errors/backup-running-error.ts";
import { callTrove } from "../request/call-trove.ts";
import { listOf } from "../request/list-of.ts";
import { everyPage, nextMarker, pagePath, wirePage } from "../request/paging.ts";
import { idSegment, withQuery } from "../request/paths.ts";
import type { Backup, CallOptions, CreateBackup, Page, PageOptions } from "../types.ts";
import { createBackupBody, fromWireBackup, wireBackup } from "./backup-wire.ts";
import { descendantsOf } from "./descendants.ts";

const one = z.object({ backup: wireBackup });
const many = wirePage.extend({ backups: listOf(wireBackup) });

/** Selects the backups to list. By default, all of the project. */
export interface BackupFilter {
  /** Only backups of this instance. */
  readonly instanceId?: string | undefined;
  /** Only backups of this datastore, by name or id. */
  readonly datastore?: string | undefined;
}

/** `/backups` (`trove/backup/service.py`). A call returns when Trove has accepted it: `status` shows the progress. */
export class Backups {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists backups, the last changed first. One that changes meanwhile may appear twice or not at all. */
  list(options: BackupFilter & CallOptions = {}): AsyncGenerator<Backup, void, undefined> {
    return everyPage("Listing backups", (marker) => this.page({ ...options, marker }));
  }

  /** Reads one page. The marker is the number of backups before it. After a full last page, an empty one follows. */
  async page(options: BackupFilter & PageOptions = {}): Promise<Page<Backup>> {
    const what = "Listing backups";
    const { instanceId, datastore, limit, marker, signal } = options;
    const path = pagePath(withQuery("/backups", { instance_id: instanceId, datastore }), { limit, marker });
    const body = await callTrove(this.#session, what, { method: "GET", path, signal }, many);
    return { items: body.backups.map(fromWireBackup), next: nextMarker(body) };
  }

  /** Reads a backup. @throws {NotFoundError} it does not exist in this project (`resource` is `backup`). */
  async get(id: string, options: CallOptions = {}): Promise<Backup> {
    const what = `Reading backup ${id}`;
    const body = await callTrove(this.#session, what, { method: "GET", path: backupPath(id), ...options }, one);
    return fromWireBackup(body.backup);
  }

  /**
   * Creates a backup. It is NEW when the call returns, and COMPLETED or FAILED later; the instance shows BACKUP until
   * then. The request is never repeated, since names are not unique.
   *
   * @throws {BusyError} the status of the instance does not permit it, or another backup of the instance is running.
   * @throws {NotFoundError} the instance or the parent does not exist, or the cloud has no object store.
   * @throws {QuotaError} the quota of backups would be exceeded.
   */
  async create(backup: CreateBackup, options: CallOptions = {}): Promise<Backup> {
    const what = `Creating backup ${JSON.stringify(backup.name)} of instance ${backup.instanceId}`;
    const json = createBackupBody(backup);
    const body = await callTrove(this.#session, what, { method: "POST", path: "/backups", json, ...options }, one);
    return fromWireBackup(body.backup);
  }

  /**
   * Deletes a backup and every backup based on it. It is deleted once `get` throws a `NotFoundError`.
   *
   * @throws {BackupRunningError} the backup, or one based on it, is running. The backup itself remains. Backups based
   * on it may be deleted already: Trove deletes those first (`trove/backup/models.py`, `delete`).
   */
  async delete(id: string, options: CallOptions = {}): Promise<void> {
    try {
      await callTrove(this.#session, `Deleting backup ${id}`, { method: "DELETE", path: backupPath(id), ...options });
    } catch (error) {
      if (!mayBeRunning(error)) throw error;
      // If the status cannot be read, only the response to the DELETE is known.
      const running = await this.#running(id, options).catch(() => undefined);
      throw running === undefined ? error : new BackupRunningError(id, running, error);
    }
  }

  /** Finds the running backup that prevents the deletion: the backup itself, or one based on it. */
  async #running(id: string, options: CallOptions): Promise<Backup | undefined> {
    const backup = await this.get(id, options);
    if (isRunning(backup)) return backup;
    // Of the whole project: a parent may belong to another instance (`trove/backup/models.py`, `create`).
    const all = await Array.fromAsync(this.list(options));
    return descendantsOf(id, all).find(isRunning);
  }
}

/** `BackupState.RUNNING_STATES` of `trove/backup/state.py`. */
export function isRunning({ status }: Backup): boolean {
  return ["NEW", "BUILDING", "SAVING"].includes(status);
}

/**
 * Trove answers 422 to the DELETE of a running backup, and 500 from release 25 on, where it fails to compute the
 * backup's age (`trove/backup/models.py`, `_delete_resources`). Either can have other causes: the status of the backup
 * decides.
 */
function mayBeRunning(error: unknown): error is ApiError {
  return error instanceof ApiError && error.trovesOwn && (error.status === 422 || error.status === 500);
}

function backupPath(id: string): string {
  return `/backups/${idSegment(id)}`;
}
