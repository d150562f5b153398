/** A refusal by the database server, in its own words. */
export class ServerRefusal extends Error {}

/** A database to create. Without a character set or collation it gets the server's. */
export interface NewDatabase {
  readonly name: string;
  readonly characterSet: string | undefined;
  readonly collate: string | undefined;
}

/** A user as the server knows it. PostgreSQL ignores the host. */
export interface UserName {
  readonly name: string;
  readonly host: string;
}

/** A copy of a server's data, taken while it ran: the content of a backup. */
export interface DataCopy {
  /** Keeps the data, even if `remove` is called, until the returned function is called. */
  hold(): () => void;
  remove(): Promise<void>;
}

/** What a new server starts with: nothing if both are `undefined`. */
export interface Origin {
  readonly backup?: DataCopy | undefined;
  /** The server to replicate from. */
  readonly source?: DatabaseServer | undefined;
}

/** The values of a configuration group by the names of the server's settings. A boolean can be the text `1` or `0` too. */
export type ServerSettings = Readonly<Record<string, string | number | boolean>>;

/** Where a server listens, on the datastore's own port if that is free. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  /** Its program, such as `MariaDB 10.11.11`. */
  readonly program: string;
}

/**
 * The database server inside an instance, which Trove's guest agent drives. Calls are performed one after another, in
 * order. SQL that the server refuses throws a {@link ServerRefusal} and changes nothing. Everything else logs what
 * fails; it throws only where that is said.
 */
export interface DatabaseServer {
  /** Where programs connect, from `prepare` on; `undefined` if no server listens. */
  readonly endpoint: Endpoint | undefined;
  /** Whether it has ended though nobody stopped it, or has failed to start. */
  readonly isDown: boolean;
  /** Takes an address. Called once, first. */
  prepare(): Promise<void>;
  /** Creates the data and starts. Called once. @throws {Error} if the server does not start. */
  boot(origin: Origin, settings: ServerSettings): Promise<void>;
  /** Starts on the existing data. @throws {Error} if the server does not start. */
  start(): Promise<void>;
  /** Ends the process and keeps the data. */
  stop(): Promise<void>;
  /** Ends the process and deletes the data. Also valid before, during and after `boot`. */
  remove(): Promise<void>;
  /** Applies settings: those that need a restart at the next start. Settings of an earlier call that are missing are reset. */
  configure(settings: ServerSettings): Promise<void>;
  /** Changes whom to let in, by address ranges; `undefined` for everybody. */
  allow(cidrs: readonly string[] | undefined): Promise<void>;

  createDatabase(database: NewDatabase): Promise<void>;
  dropDatabase(name: string): Promise<void>;
  createUser(user: UserName, password: string): Promise<void>;
  dropUser(user: UserName): Promise<void>;
  renameUser(user: UserName, renamed: UserName): Promise<void>;
  setPassword(user: UserName, password: string): Promise<void>;
  grant(user: UserName, database: string): Promise<void>;
  revoke(user: UserName, database: string): Promise<void>;
  enableRoot(password: string): Promise<void>;
  disableRoot(): Promise<void>;

  /** Copies the data while the server runs. @throws {Error} if that fails. */
  copy(): Promise<DataCopy>;
  /** Disconnects all programs and lets nobody in until the next start. The server and its replication go on. */
  isolate(): Promise<void>;
  /** Ends replication; the data stays, and the server accepts writes. */
  detach(): Promise<void>;
  /** Replicates from `source` from now on, which was a replica of the same source, or this server's replica, until now. */
  follow(source: DatabaseServer): Promise<void>;
}

/** Creates the servers of a cloud. */
export interface DatabaseServers {
  /** The datastores whose servers listen, with the program that serves each, such as `MariaDB 10.11.11`. */
  readonly programs: ReadonlyMap<string, string>;
  /**
   * @param datastore the name of a datastore: `mysql`, `mariadb` or `postgresql`.
   * @param onDown called when the server is down. It stays so until `start`.
   */
  create(instanceId: string, datastore: string, onDown: () => void): DatabaseServer;
  /** Ends all servers and deletes their data. */
  close(): Promise<void>;
}
