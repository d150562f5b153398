import type { Engine } from "./engine.ts";
import { MySqlEngine } from "./mysql/mysql-engine.ts";
import { findMySqlPrograms, type MySqlProgram } from "./mysql/mysql-programs.ts";

/** The database programs of this machine. */
export interface Programs {
  /** What creates the engine of a datastore. `templates` is a folder for its template, which every user can enter. */
  readonly engines: ReadonlyMap<string, (templates: string) => Engine>;
  /** Why a datastore has no engine, and what installs one. A sentence. */
  readonly missing: ReadonlyMap<string, string>;
  /** What is not as in a real cloud. Sentences. */
  readonly notes: readonly string[];
}

/** Finds the programs for the datastores `mysql`, `mariadb` and `postgresql`. */
export async function findPrograms(): Promise<Programs> {
  const { mysql, mariadb, missing: lacking } = await findMySqlPrograms();
  const engines = new Map<string, (templates: string) => Engine>();
  const missing = new Map<string, string>();
  const notes: string[] = [];
  const add = (datastore: string, program: MySqlProgram | undefined, reason = ""): void => {
    if (program) engines.set(datastore, (templates) => new MySqlEngine(program, templates));
    else missing.set(datastore, reason);
  };
  add("mariadb", mariadb, lacking.mariadb);
  add("mysql", mysql ?? mariadb, lacking.mysql);
  if (!mysql && mariadb) notes.push(`The datastore mysql is served by ${mariadb.program}: ${lacking.mysql}.`);
  missing.set("postgresql", "no PostgreSQL");
  return { engines, missing, notes };
}
