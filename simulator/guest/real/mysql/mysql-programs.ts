import { execFile } from "node:child_process";
import { access, constants, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

/** An installed database server. */
export interface MySqlProgram {
  readonly kind: "mariadb" | "mysql";
  /** Its name and version, such as `MariaDB 10.11.11`. */
  readonly program: string;
  readonly path: string;
  /** MariaDB's script that creates a data folder; MySQL's server does that itself. */
  readonly installer: string | undefined;
}

export interface MySqlPrograms {
  readonly mariadb?: MySqlProgram;
  readonly mysql?: MySqlProgram;
  /** Why a program is missing, for the log. */
  readonly missing: { readonly mariadb?: string; readonly mysql?: string };
}

/** Packages install servers where the PATH of an ordinary user does not lead. */
const FOLDERS = [
  "/usr/sbin",
  "/usr/local/sbin",
  "/usr/libexec",
  "/usr/local/mysql/bin",
  "/usr/local/bin",
  "/opt/homebrew/bin",
  "/opt/homebrew/opt/mariadb/bin",
  "/opt/homebrew/opt/mysql/bin",
];

/** `CHANGE REPLICATION SOURCE` is new in it (https://dev.mysql.com/doc/refman/8.0/en/change-replication-source-to.html). */
const OLDEST_MYSQL = [8, 0, 23];

/** `BACKUP STAGE` is new in it (https://mariadb.com/kb/en/backup-stage/). */
const OLDEST_MARIADB = [10, 4, 1];

/** Finds the servers on this machine. Debian and others call MariaDB's server `mysqld` too; its version tells. */
export async function findMySqlPrograms(path = process.env.PATH ?? ""): Promise<MySqlPrograms> {
  const folders = [...new Set([...path.split(delimiter).filter((folder) => folder !== ""), ...FOLDERS])];
  const servers = await Promise.all(
    folders.flatMap((folder) => ["mariadbd", "mysqld"].map((name) => identify(join(folder, name)))),
  );
  const mariadb = await findMariaDb(servers, folders);
  const mysql = servers.find((server) => server?.kind === "mysql");
  const isUsable = mysql && isAtLeast(mysql.version, OLDEST_MYSQL);
  return {
    ...(mariadb.found && { mariadb: mariadb.found }),
    ...(isUsable && { mysql: { ...mysql, installer: undefined } }),
    missing: {
      ...(mariadb.reason && { mariadb: mariadb.reason }),
      ...(!isUsable && { mysql: mysql ? tooOld(mysql, OLDEST_MYSQL) : "no MySQL server: install mysql-server" }),
    },
  };
}

export interface ServedBy {
  readonly program?: MySqlProgram;
  /** A line for the log: why no program serves the datastore, or another one than its own. */
  readonly note?: string;
}

/** The program that serves a datastore. MariaDB also serves `mysql` where MySQL is missing, not the other way around. */
export function programFor(datastore: "mysql" | "mariadb", { mariadb, mysql, missing }: MySqlPrograms): ServedBy {
  const own = datastore === "mysql" ? mysql : mariadb;
  if (own) return { program: own };
  if (datastore === "mysql" && mariadb) {
    return { program: mariadb, note: `The datastore mysql is served by ${mariadb.program} (${missing.mysql})` };
  }
  return { note: `No server for the datastore ${datastore}: ${missing[datastore]}` };
}

interface Server extends Omit<MySqlProgram, "installer"> {
  readonly version: readonly number[];
}

/** @returns `undefined` if there is no such program, or it is not a database server. */
async function identify(link: string): Promise<Server | undefined> {
  try {
    await access(link, constants.X_OK);
    const path = await realpath(link);
    const { stdout } = await promisify(execFile)(path, ["--no-defaults", "--version"], { timeout: 10_000 });
    const [, version] = /Ver (\d+\.\d+\.\d+)/.exec(stdout) ?? [];
    if (version === undefined) return undefined;
    const kind = stdout.includes("MariaDB") ? "mariadb" : "mysql";
    const program = `${kind === "mariadb" ? "MariaDB" : "MySQL"} ${version}`;
    return { kind, program, path, version: version.split(".").map(Number) };
  } catch {
    return undefined;
  }
}

async function findMariaDb(
  servers: readonly (Server | undefined)[],
  folders: readonly string[],
): Promise<{ found?: MySqlProgram; reason?: string }> {
  const server = servers.find((one) => one?.kind === "mariadb");
  if (!server) return { reason: "no MariaDB server: install mariadb-server" };
  if (!isAtLeast(server.version, OLDEST_MARIADB)) return { reason: tooOld(server, OLDEST_MARIADB) };
  const installer = await findInstaller(server.path, folders);
  if (installer === undefined) return { reason: `no mariadb-install-db for ${server.path}: install mariadb-server` };
  return { found: { ...server, installer } };
}

/** Looks beside the server first, so that the two have the same version. */
async function findInstaller(server: string, folders: readonly string[]): Promise<string | undefined> {
  const home = dirname(dirname(server));
  for (const folder of [join(home, "bin"), join(home, "scripts"), ...folders]) {
    for (const name of ["mariadb-install-db", "mysql_install_db"]) {
      const path = join(folder, name);
      if (await isExecutable(path)) return path;
    }
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function isAtLeast(version: readonly number[], oldest: readonly number[]): boolean {
  for (const [index, least] of oldest.entries()) {
    const number = version[index] ?? 0;
    if (number !== least) return number > least;
  }
  return true;
}

function tooOld(server: Server, oldest: readonly number[]): string {
  return `${server.program} (${server.path}) is too old: install ${oldest.join(".")} or later`;
}
