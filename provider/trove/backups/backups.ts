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

const one = z.object({ backup: wireBackup });
const many = wirePage.extend({ backups: listOf(wireBackup) });

/** Which backups to list; all of the project's where nothing is given. */
export interface BackupFilter {
  /** Those of one instance. */
  readonly instanceId?: string | undefined;
  /** The name or id of a datastore. */
  readonly datastore?: string | undefined;
}

/** `/backups` (`trove/backup/service.py`). What is asked for is under way when a call returns: watch `status`. */
export class Backups {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The backups of the project, the last changed first: one that changes meanwhile can come twice or be missed. */
  list(options: BackupFilter & CallOptions = {}): AsyncGenerator<Backup, void, undefined> {
    return everyPage("Listing backups", (marker) => this.page({ ...options, marker }));
  }

  /** One page. The marker is how many come before it; after a last page that is full, an empty one follows. */
  async page(options: BackupFilter & PageOptions = {}): Promise<Page<Backup>> {
    const what = "Listing backups";
    const { instanceId, datastore, limit, marker, signal } = options;
    const path = pagePath(withQuery("/backups", { instance_id: instanceId, datastore }), { limit, marker });
    const body = await callTrove(this.#session, what, { method: "GET", path, signal }, many);
    return { items: body.backups.map(fromWireBackup), next: nextMarker(body) };
  }

  /** Reads a backup. @throws {NotFoundError} there is none, in this project (`resource` is `backup`). */
  async get(id: string, options: CallOptions = {}): Promise<Backup> {
    const what = `Reading backup ${id}`;
    const body = await callTrove(this.#session, what, { method: "GET", path: backupPath(id), ...options }, one);
    return fromWireBackup(body.backup);
  }

  /**
   * Asks for a backup; it is there, NEW, when the call returns, and COMPLETED or FAILED later. The instance shows BACKUP
   * meanwhile. Never sent twice: names are not unique.
   *
   * @throws {BusyError} the instance is in no state for it, or another backup of it is running.
   * @throws {NotFoundError} there is no such instance or parent, or the cloud has no object store.
   * @throws {QuotaError} the project may not have so many.
   */
  async create(backup: CreateBackup, options: CallOptions = {}): Promise<Backup> {
    const what = `Creating backup ${JSON.stringify(backup.name)} of instance ${backup.instanceId}`;
    const json = createBackupBody(backup);
    const body = await callTrove(this.#session, what, { method: "POST", path: "/backups", json, ...options }, one);
    return fromWireBackup(body.backup);
  }

  /**
   * Asks for the end of a backup and of all that continue it; over when `get` says that it is not found.
   *
   * @throws {BackupRunningError} it, or one that continues it, is still running. The backup itself remains; backups that
   * continue it may be deleted already: Trove deletes those first (`trove/backup/models.py`, `delete`).
   */
  async delete(id: string, options: CallOptions = {}): Promise<void> {
    try {
      await callTrove(this.#session, `Deleting backup ${id}`, { method: "DELETE", path: backupPath(id), ...options });
    } catch (error) {
      if (!mayBeRunning(error)) throw error;
      // Where the cloud does not tell, the answer to the DELETE is all that is known.
      const running = await this.#running(id, options).catch(() => undefined);
      throw running === undefined ? error : new BackupRunningError(id, running, error);
    }
  }

  /** The backup that keeps this one from being deleted: itself, or one of those that continue it. */
  async #running(id: string, options: CallOptions): Promise<Backup | undefined> {
    const backup = await this.get(id, options);
    if (isRunning(backup)) return backup;
    // Of the whole project: Trove takes a parent of another instance, too (`trove/backup/models.py`, `create`).
    const all = await Array.fromAsync(this.list(options));
    const chain = new Set([id]);
    // Of a chain each turn finds the next generation, in whatever order the list has them.
    for (let size = 0; size < chain.size; ) {
      size = chain.size;
      for (const { id: child, parentId } of all) if (parentId !== undefined && chain.has(parentId)) chain.add(child);
    }
    return all.find((one) => chain.has(one.id) && isRunning(one));
  }
}

/** `BackupState.RUNNING_STATES` of `trove/backup/state.py`. */
export function isRunning({ status }: Backup): boolean {
  return ["NEW", "BUILDING", "SAVING"].includes(status);
}

/**
 * Trove answers 422 to the DELETE of a running backup, and 500 from 25 on, where it fails to compute the age of the backup
 * (`trove/backup/models.py`, `_delete_resources`). Either can mean something else: the backup's status decides.
 */
function mayBeRunning(error: unknown): error is ApiError {
  return error instanceof ApiError && error.trovesOwn && (error.status === 422 || error.status === 500);
}

function backupPath(id: string): string {
  return `/backups/${idSegment(id)}`;
}
