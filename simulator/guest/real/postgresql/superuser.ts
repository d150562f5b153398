import { Client, DatabaseError, type QueryResultRow } from "pg";
import { ServerRefusal } from "../../database-server.ts";

export const SUPERUSER = "postgres";

/** A socket's folder, and the port that is part of the socket's name. */
export interface Socket {
  readonly sockets: string;
  readonly port: number;
}

/**
 * What a configuration group must not change for the superuser's sessions: a copy takes as long as it takes, a session
 * goes on after a refused statement, nothing waits for a replica that does not exist, and functions are PostgreSQL's own.
 */
const SESSION_SETTINGS = {
  statement_timeout: "0",
  idle_session_timeout: "0",
  exit_on_error: "off",
  synchronous_commit: "local",
  search_path: "pg_catalog",
};
const OPTIONS = Object.entries(SESSION_SETTINGS)
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(" ");

export type Session = <Row extends QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

/** The superuser of a server, who is let in without a password through the socket alone. */
export class Superuser {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Runs statements in a session of their own, as Trove's guest agent does (`PostgresConnection`). */
  async session<Result>(run: (session: Session) => Promise<Result>, database: string = SUPERUSER): Promise<Result> {
    const { sockets: host, port } = this.#socket;
    const client = new Client({ host, port, user: SUPERUSER, database, ssl: false, options: OPTIONS });
    // A session that the server ends also fails its statement; without a listener it would end this process too.
    client.on("error", () => {});
    try {
      await client.connect();
      return await run(async (sql, values = []) => (await client.query(sql, [...values])).rows);
    } catch (error) {
      if (error instanceof DatabaseError) throw new ServerRefusal(error.message, { cause: error });
      throw error;
    } finally {
      await client.end().catch(() => {});
    }
  }

  /** Runs one statement. */
  query<Row extends QueryResultRow>(sql: string, values: readonly unknown[] = [], database?: string): Promise<Row[]> {
    return this.session((session) => session<Row>(sql, values), database);
  }
}
