import { randomUUID } from "node:crypto";
import type { DataCopy } from "../../guest/database-server.ts";
import type { DatastoreVersion } from "../datastores.ts";
import type { Contents } from "../instances/contents.ts";

/** RESTORED: it was taken in another region. */
export type BackupState = "NEW" | "BUILDING" | "COMPLETED" | "FAILED" | "RESTORED";

export interface NewBackup {
  readonly projectId: string;
  readonly instanceId: string | undefined;
  readonly version: DatastoreVersion;
  readonly name: string;
  readonly description: string | undefined;
  readonly parentId: string | undefined;
  readonly now: () => Date;
}

/** The live record of a backup. It outlives its instance. */
export class Backup {
  readonly id = randomUUID() as string;
  readonly projectId: string;
  /** `undefined` if it was taken in another region. */
  readonly instanceId: string | undefined;
  readonly version: DatastoreVersion;
  readonly name: string;
  readonly description: string | undefined;
  readonly parentId: string | undefined;
  state: BackupState = "NEW";
  /** GB */
  size: number | undefined;
  location: string | undefined;
  /** The databases and users of the instance at the time of the backup. */
  contents: Contents = { databases: [], users: [] };
  /** The data of its database server; `undefined` until it is copied. */
  data: DataCopy | undefined;
  readonly created: Date;
  updated: Date;
  readonly #now: () => Date;

  constructor(from: NewBackup) {
    this.#now = from.now;
    this.created = from.now();
    this.updated = this.created;
    this.projectId = from.projectId;
    this.instanceId = from.instanceId;
    this.version = from.version;
    this.name = from.name;
    this.description = from.description;
    this.parentId = from.parentId;
  }

  get isRunning(): boolean {
    return this.state === "NEW" || this.state === "BUILDING";
  }

  setState(state: BackupState): void {
    this.state = state;
    this.updated = this.#now();
  }

  /** @param container the container in the object store. */
  end(state: "COMPLETED" | "FAILED", container: string): void {
    this.size = 0.14;
    this.location = `http://127.0.0.1/swift/v1/AUTH_x/${container}/${this.id}.xbstream.gz.enc`;
    this.setState(state);
  }
}
