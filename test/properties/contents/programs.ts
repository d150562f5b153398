import { createConnection, type RowDataPacket } from "mysql2/promise";
import { Client } from "pg";

/** Where a program connects. */
export interface Address {
  readonly address: string;
  readonly port: number;
}

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database?: string;
}

/** How a program uses a database server. Each call logs in over TCP. */
export interface Program {
  /**
   * Creates a table in the login's database, writes a row, and reads it back.
   *
   * @returns the collation of the database.
   * @throws what the server refuses.
   */
  useDatabase(at: Address, login: Login): Promise<string>;
  /** @throws if the server refuses the login or the database. */
  connect(at: Address, login: Login): Promise<void>;
  /** All that the server has, and that its grants name: `database …` and `user …`. */
  names(at: Address, root: Login): Promise<readonly string[]>;
}

const STATEMENTS = [
  "CREATE TABLE item (id INT, word VARCHAR(9))",
  "INSERT INTO item VALUES (7, 'seven')",
  "UPDATE item SET id = 8 WHERE word = 'seven'",
];
const READ = "SELECT id FROM item";

export const mysqlProgram: Program = {
  useDatabase: (at, login) =>
    onMySql(at, login, async (query) => {
      for (const statement of STATEMENTS) await query(statement);
      const rows = await query(READ);
      await query("DROP TABLE item");
      if (String(rows[0]?.id) !== "8") throw new Error(`the table has ${JSON.stringify(rows)}`);
      const [row] = await query("SELECT @@collation_database AS collation");
      return String(row?.collation);
    }),
  connect: (at, login) =>
    onMySql(at, login, async (query) => {
      await query("SELECT 1");
    }),
  names: (at, root) =>
    onMySql(at, root, async (query) => {
      const rows = await query(
        "SELECT CONCAT('database ', schema_name) AS name FROM information_schema.schemata " +
          "UNION SELECT CONCAT('user ', User) FROM mysql.user UNION SELECT CONCAT('database ', Db) FROM mysql.db",
      );
      return rows.map(({ name }) => String(name));
    }),
};

async function onMySql<T>(
  { address: host, port }: Address,
  login: Login,
  work: (query: (sql: string) => Promise<Record<string, unknown>[]>) => Promise<T>,
): Promise<T> {
  const connection = await createConnection({ host, port, ...login });
  connection.on("error", () => {});
  try {
    return await work(async (sql) => {
      const [rows] = await connection.query<RowDataPacket[]>(sql);
      return Array.isArray(rows) ? rows : [];
    });
  } finally {
    await connection.end();
  }
}

export const postgresqlProgram: Program = {
  useDatabase: (at, login) =>
    onPostgreSql(at, login, async (query) => {
      for (const statement of STATEMENTS) await query(statement);
      const rows = await query(READ);
      // Otherwise the user could not be dropped: it owns the table.
      await query("DROP TABLE item");
      if (String(rows[0]?.id) !== "8") throw new Error(`the table has ${JSON.stringify(rows)}`);
      const [row] = await query("SELECT datcollate FROM pg_database WHERE datname = current_database()");
      return String(row?.datcollate);
    }),
  connect: (at, login) =>
    onPostgreSql(at, login, async (query) => {
      await query("SELECT 1");
    }),
  names: (at, root) =>
    onPostgreSql(at, root, async (query) => {
      const rows = await query(
        "SELECT 'database ' || datname AS name FROM pg_database UNION SELECT 'user ' || rolname FROM pg_roles",
      );
      return rows.map(({ name }) => String(name));
    }),
};

async function onPostgreSql<T>(
  { address: host, port }: Address,
  login: Login,
  work: (query: (sql: string) => Promise<Record<string, unknown>[]>) => Promise<T>,
): Promise<T> {
  const client = new Client({ host, port, ssl: false, ...login });
  client.on("error", () => {});
  try {
    await client.connect();
    return await work(async (sql) => (await client.query<Record<string, unknown>>(sql)).rows);
  } finally {
    await client.end();
  }
}
