import type { Engine, SystemUser } from "./engine.ts";
import { MySqlEngine } from "./mysql/mysql-engine.ts";
import { findMySqlPrograms, type MySqlPrograms, programFor } from "./mysql/mysql-programs.ts";
import { PostgreSqlEngine } from "./postgresql/postgresql-engine.ts";
import { findPostgreSql, type Missing, type PostgreSqlBinaries } from "./postgresql/programs/postgresql-binaries.ts";
import { unprivilegedUser } from "./unprivileged-user.ts";

/** The database program that serves a datastore on this machine. */
export interface ServedBy {
  /** Creates its engine; `undefined` if there is no program. `templates` is a folder for its template, which every user can enter. */
  readonly createEngine?: (templates: string) => Engine;
  /** A sentence: why there is no program, and what installs one, or why it is another one than the datastore's own. */
  readonly note?: string;
}

/** Finds the programs of the datastores `mysql`, `mariadb` and `postgresql`. */
export async function findPrograms(): Promise<ReadonlyMap<string, ServedBy>> {
  const [user, mysql] = await Promise.all([unprivilegedUser(), findMySqlPrograms()]);
  const postgresql = await findPostgreSql(user);
  return new Map([
    ["mysql", byMySql("mysql", mysql, user)],
    ["mariadb", byMySql("mariadb", mysql, user)],
    ["postgresql", byPostgreSql(postgresql)],
  ]);
}

function byMySql(datastore: "mysql" | "mariadb", programs: MySqlPrograms, user: SystemUser | undefined): ServedBy {
  const { program, note } = programFor(datastore, programs);
  return {
    ...(program && { createEngine: (templates: string) => new MySqlEngine(program, templates, user) }),
    ...(note !== undefined && { note: `${note}.` }),
  };
}

function byPostgreSql(found: PostgreSqlBinaries | Missing): ServedBy {
  if ("missing" in found) return { note: `No server for the datastore postgresql: ${found.missing}` };
  return { createEngine: (templates) => new PostgreSqlEngine(found, templates) };
}
