import { randomBytes } from "node:crypto";
import { escapeIdentifier as identifier, escapeLiteral as literal } from "pg";
import type { NewDatabase, ServerSettings, UserName } from "../../database-server.ts";
import type { Place, ReplicationSource, RunningServer, SystemUser } from "../engine.ts";
import { copyRunningServer } from "./hot-copy.ts";
import { followSource, prepareStandby, promote } from "./replication.ts";
import type { ServerProcess } from "./server-process.ts";
import { applySettings } from "./settings.ts";
import { Superuser } from "./superuser.ts";

const ROOT = "root";
/** `PgSqlAdmin.ADMIN_OPTIONS` */
const ADMIN_OPTIONS = "SUPERUSER CREATEDB CREATEROLE INHERIT REPLICATION BYPASSRLS LOGIN";
/** What Trove's image has. A server here may have another collation, which stands for it. */
const TROVE_COLLATION = "en_US.utf8";

/**
 * A PostgreSQL server that runs. The SQL is that of Trove 26's guest agent
 * (`trove/guestagent/datastore/postgres/query.py` and `service.py`), but names and values are quoted.
 */
export class PostgreSqlServer implements RunningServer {
  readonly pid: number;
  readonly ended: Promise<void>;
  readonly #process: ServerProcess;
  readonly #place: Place;
  readonly #user: SystemUser | undefined;
  readonly #superuser: Superuser;
  #source: ReplicationSource | undefined;

  constructor(process: ServerProcess, place: Place, user: SystemUser | undefined) {
    this.pid = process.pid;
    this.ended = process.ended;
    this.#process = process;
    this.#place = place;
    this.#user = user;
    this.#superuser = new Superuser(place);
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  async configure(settings: ServerSettings): Promise<void> {
    await applySettings(this.#superuser, settings, this.#place);
  }

  async createDatabase({ name, characterSet, collate }: NewDatabase): Promise<void> {
    const encoding = characterSet === undefined ? "" : ` ENCODING = ${literal(characterSet)}`;
    const asDefault = collate === undefined || collate === TROVE_COLLATION;
    const collation = asDefault ? "" : ` LC_COLLATE = ${literal(collate)}`;
    await this.#run(`CREATE DATABASE ${identifier(name)}${encoding}${collation}`);
  }

  /** Refused while a program is connected to it. */
  async dropDatabase(name: string): Promise<void> {
    await this.#run(`DROP DATABASE IF EXISTS ${identifier(name)}`);
  }

  async createUser({ name }: UserName, password: string): Promise<void> {
    await this.#run(`CREATE USER ${identifier(name)} WITH PASSWORD ${literal(password)}`);
  }

  /**
   * Revokes what Trove lists first: databases whose access list has the user by its plain name, granted by `postgres`
   * (`UserQuery.list`). Refused if the user owns something, or has other grants.
   */
  async dropUser(user: UserName): Promise<void> {
    const databases = await this.#superuser.query<{ datname: string }>(
      `SELECT datname FROM pg_database
       WHERE NOT datistemplate AND concat($1::text, '=CTc/postgres') = ANY (datacl::text[])`,
      [user.name],
    );
    for (const { datname } of databases) await this.revoke(user, datname);
    await this.#run(`DROP USER IF EXISTS ${identifier(user.name)}`);
  }

  async renameUser({ name }: UserName, renamed: UserName): Promise<void> {
    await this.#run(`ALTER USER ${identifier(name)} RENAME TO ${identifier(renamed.name)}`);
  }

  async setPassword({ name }: UserName, password: string): Promise<void> {
    await this.#run(`ALTER USER ${identifier(name)} WITH PASSWORD ${literal(password)}`);
  }

  /** Since PostgreSQL 15, only its owner may create tables in the schema `public`. */
  async grant({ name }: UserName, database: string): Promise<void> {
    await this.#run(`GRANT ALL ON DATABASE ${identifier(database)} TO ${identifier(name)}`, database);
    await this.#run(`GRANT USAGE, CREATE ON SCHEMA "public" TO ${identifier(name)}`, database);
  }

  /** Every user may connect to a database until somebody's grant is revoked there. */
  async revoke({ name }: UserName, database: string): Promise<void> {
    await this.#run(`REVOKE ALL ON DATABASE ${identifier(database)} FROM ${identifier(name)}`, database);
    await this.#run(`REVOKE CONNECT ON DATABASE ${identifier(database)} FROM PUBLIC`, database);
    await this.#run(`REVOKE ALL ON SCHEMA "public" FROM ${identifier(name)}`, database);
  }

  /** Trove's root is a role `root` of its own: `postgres` is never let in from outside. */
  async enableRoot(password: string): Promise<void> {
    const roots = await this.#superuser.query("SELECT 1 FROM pg_user WHERE usesuper AND usename = $1", [ROOT]);
    if (roots.length === 0) await this.createUser({ name: ROOT, host: "%" }, password);
    await this.#run(`ALTER USER ${identifier(ROOT)} WITH PASSWORD ${literal(password)} ${ADMIN_OPTIONS}`);
  }

  /** The role stays, with a password that nobody knows. */
  async disableRoot(): Promise<void> {
    await this.enableRoot(randomBytes(27).toString("base64url"));
  }

  copy(to: string): Promise<void> {
    return copyRunningServer(this.#superuser, this.#place.data, to, this.#user);
  }

  prepareReplica(data: string, source: ReplicationSource): Promise<void> {
    return prepareStandby(data, source, this.#user);
  }

  /**
   * A replica of the same source as `source`, or of `source` itself, follows. A server that was a primary cannot: what it
   * wrote last may be missing in `source`, and `pg_rewind` is not among the binaries. Its caller stops it, replaces its
   * data by a `copy` of the source's, calls `prepareReplica`, and starts it.
   */
  async follow(source: ReplicationSource): Promise<void> {
    await followSource(this.#superuser, this.#place.data, source, this.#user);
    this.#source = source;
  }

  detach(): Promise<void> {
    return promote(this.#superuser, this.#source);
  }

  async #run(sql: string, database?: string): Promise<void> {
    await this.#superuser.query(sql, [], database);
  }
}
