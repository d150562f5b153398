import type { DatabaseContents, ServerSettings } from "../database-server.ts";

/** Where a server runs. */
export interface Place {
  /** The folder of its data. Its parent is the instance's own folder, with mode 0700 and the owner `user`. */
  readonly data: string;
  /** The folder of its socket, through which alone the superuser is reachable. In the instance's own folder too. */
  readonly sockets: string;
  /** The loopback address and port on which it accepts the connections of programs. */
  readonly address: string;
  readonly port: number;
}

/** Where a replica finds its source. */
export interface ReplicationSource {
  readonly address: string;
  readonly port: number;
  readonly sockets: string;
}

/** The user that runs the processes and owns the folders; `undefined` for the user of this process. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** A database program that can serve instances: how it is set up, started and copied. */
export interface Engine {
  /** Its name and version, such as `PostgreSQL 17.6`. */
  readonly program: string;
  /** The port of its datastore: 3306 or 5432. */
  readonly port: number;
  /** The user for processes and folders: PostgreSQL refuses to run as root. */
  readonly user: SystemUser | undefined;
  /** Fills `data`, an empty folder, with the data of a new server. Concurrent calls share one template. */
  create(data: string): Promise<void>;
  /**
   * Starts a server, and resolves when it accepts connections. A server that a crash interrupted recovers.
   *
   * @throws {Error} with the end of its log if it does not start.
   */
  start(place: Place, settings: ServerSettings): Promise<RunningServer>;
}

/** A server that runs. SQL that it refuses throws a `ServerRefusal` with its message. */
export interface RunningServer extends DatabaseContents {
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it cleanly; by force if that takes longer than a few seconds. */
  stop(): Promise<void>;
  /** Applies the settings that need no restart. Settings of an earlier call that are missing get their defaults. */
  configure(settings: ServerSettings): Promise<void>;

  /** Copies the data folder into `to`, an empty folder, while the server runs: a server can start on it. */
  copy(to: string): Promise<void>;
  /**
   * Prepares `data`, a folder that `copy` has filled from `source`, so that a server which starts there is its replica.
   * Called on the source, in one go with `copy`.
   */
  prepareReplica(data: string, source: ReplicationSource): Promise<void>;
  /** Called on a replica once it runs on a prepared folder, and after each restart: begins or resumes to replicate. */
  follow(source: ReplicationSource): Promise<void>;
  /** Ends replication; the server accepts writes. Resolves when all that the source had sent is applied. */
  detach(): Promise<void>;
}
