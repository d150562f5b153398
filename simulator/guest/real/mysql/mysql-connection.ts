import { join } from "node:path";
import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";
import { ServerRefusal } from "../../database-server.ts";

/** The superuser has the name of Trove's own. Trove reserves it, so that no other user can have it. */
export const SUPERUSER = "os_admin";

export type SqlRow = Readonly<Record<string, unknown>>;

/** Runs a statement, and returns the rows of its result. */
export type RunSql = (statement: string, values?: readonly string[]) => Promise<readonly SqlRow[]>;

export function socketIn(folder: string): string {
  return join(folder, "mysql.sock");
}

/**
 * Calls `work` with a connection through the socket in `sockets`. Each call has its own connection: `wait_timeout`,
 * which a configuration group can set, would end an idle one.
 *
 * @throws {ServerRefusal} with the server's message if it refuses the login or a statement.
 */
export async function withConnection<Result>(
  sockets: string,
  work: (run: RunSql) => Promise<Result>,
  user = SUPERUSER,
): Promise<Result> {
  const connection = await refusing(createConnection({ socketPath: socketIn(sockets), user, charset: "utf8mb4" }));
  // Without a listener, the end of the server between two statements would be an uncaught exception.
  connection.on("error", () => {});
  try {
    return await work((statement, values) => query(connection, statement, values));
  } finally {
    // Without a farewell, the server's log would have a warning for each call.
    await connection.end().catch(() => connection.destroy());
  }
}

async function query(connection: Connection, statement: string, values: readonly string[] = []) {
  const [rows] = await refusing(connection.query<RowDataPacket[]>(statement, [...values]));
  return Array.isArray(rows) ? rows : [];
}

async function refusing<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw isRefusal(error) ? new ServerRefusal(error.sqlMessage) : error;
  }
}

/** A lost connection has no message of the server. */
function isRefusal(error: unknown): error is { readonly sqlMessage: string } {
  return error instanceof Error && "sqlMessage" in error && typeof error.sqlMessage === "string";
}
