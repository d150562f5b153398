import { createConnection } from "mysql2/promise";
import { Client } from "pg";
import { findPrograms } from "../../../simulator/guest/real/engines.ts";
import { findMySqlPrograms, programFor } from "../../../simulator/guest/real/mysql/mysql-programs.ts";

/** How a program logs in to an instance. */
export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database?: string;
}

/** A program's connection to an instance. */
export interface Session {
  /** Runs a statement, and returns the first column of its rows. */
  values(sql: string): Promise<string[]>;
  end(): Promise<void>;
}

/** A datastore whose instances programs can use. */
export interface Datastore {
  readonly name: "mariadb" | "postgresql";
  /** Why its tests are skipped, or `false`. */
  readonly skip: string | false;
  readonly port: number;
  /** Two versions of the datastore. */
  readonly versions: readonly [string, string];
  /** The codes of the server's errors for a wrong login, and for a statement that the user may not run. */
  readonly denied: string;
  readonly forbidden: string;
  readonly readOnly: string;
  /** Refuses at the latest when the server is asked to log in. */
  connect(address: string, login: Login): Promise<Session>;
}

const programs = await findPrograms();

/** What serves the datastore mysql: MariaDB where there is no MySQL. */
export const mysqlServer =
  (await findMySqlPrograms().then((found) => programFor("mysql", found))).program?.program ?? "none";

export const mariadb: Datastore = {
  name: "mariadb",
  skip: skipOf("mariadb"),
  port: 3306,
  versions: ["10.4.12", "10.4.18"],
  denied: "ER_ACCESS_DENIED_ERROR",
  forbidden: "ER_TABLEACCESS_DENIED_ERROR",
  readOnly: "ER_OPTION_PREVENTS_STATEMENT",
  async connect(host, login) {
    const connection = await createConnection({ host, port: 3306, ...login, rowsAsArray: true });
    connection.on("error", () => {});
    return {
      async values(sql) {
        const [rows] = await connection.query(sql);
        return Array.isArray(rows) ? rows.map((row) => String((row as unknown[])[0])) : [];
      },
      end: () => connection.end(),
    };
  },
};

export const postgresql: Datastore = {
  name: "postgresql",
  skip: skipOf("postgresql"),
  port: 5432,
  versions: ["12.4", "12.18"],
  denied: "28P01",
  forbidden: "42501",
  readOnly: "25006",
  async connect(host, login) {
    const client = new Client({ host, port: 5432, ssl: false, database: "postgres", ...login });
    client.on("error", () => {});
    await client.connect();
    return {
      async values(text) {
        const { rows } = await client.query<unknown[]>({ text, rowMode: "array" });
        return rows.map((row) => String(row[0]));
      },
      end: () => client.end(),
    };
  },
};

export const DATASTORES: readonly Datastore[] = [mariadb, postgresql];

/** Runs statements and ends the session. Returns the first column of the last statement's rows. */
export async function runAndEnd(session: Session, statements: readonly string[]): Promise<string[]> {
  try {
    let values: string[] = [];
    for (const statement of statements) values = await session.values(statement);
    return values;
  } finally {
    await session.end();
  }
}

/** The code of the error with which an attempt fails: the server's, or the system's if there is no connection. */
export async function refusal(attempt: Promise<unknown>): Promise<string> {
  const outcome = await attempt.then(
    () => new Error("It succeeded."),
    (error: unknown) => error,
  );
  const { code, message } = outcome as NodeJS.ErrnoException;
  return code ?? message;
}

function skipOf(datastore: string): string | false {
  const found = programs.get(datastore);
  return found?.createEngine ? false : (found?.note ?? "no server");
}
