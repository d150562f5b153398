import { execFile } from "node:child_process";
import type { Dirent } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { SystemUser } from "../engine.ts";
import { type RunSql, SUPERUSER, withConnection } from "./mysql-connection.ts";
import { type MySqlDialect, REPLICATION_USER } from "./mysql-dialect.ts";
import { launch } from "./mysql-launch.ts";
import { asArguments, commandLine, REPLICA_MARK, setUpOptions, sizes } from "./mysql-options.ts";
import type { MySqlProgram } from "./mysql-programs.ts";
import { runAll } from "./mysql-replication.ts";

export interface TemplateOptions {
  readonly program: MySqlProgram;
  readonly dialect: MySqlDialect;
  readonly user: SystemUser | undefined;
  readonly replicationPassword: string;
}

/** Users that the server itself needs. They are locked. */
const SYSTEM_USERS = ["mariadb.sys", "mysql.sys", "mysql.session", "mysql.infoschema"];

/** Creates the data of a new server in a new folder below `folder`, and returns its path. */
export async function createTemplate(folder: string, options: TemplateOptions): Promise<string> {
  const { program, dialect, user, replicationPassword } = options;
  const home = await mkdtemp(join(folder, "mysql-"));
  const [data, sockets] = [join(home, "data"), join(home, "run")];
  try {
    for (const path of [data, sockets]) await mkdir(path, { mode: 0o700 });
    for (const path of [home, data, sockets]) if (user) await chown(path, user.uid, user.gid);
    await chmod(home, 0o700);
    await initialize(options, data, sockets);
    const settings = commandLine(setUpOptions({ data, sockets }, dialect), {});
    const server = await launch({ program, options: settings, sockets, superuser: "root", user });
    try {
      await withConnection(sockets, createSuperuser, "root");
      await withConnection(sockets, (run) => removeOthers(run, replicationPassword));
    } finally {
      await server.stop();
    }
    return data;
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

/** @param temporary a folder for temporary files: the user may not write to that of the system. */
async function initialize({ program, dialect, user }: TemplateOptions, data: string, temporary: string): Promise<void> {
  const [command, ...options] = dialect.initialize(program, data);
  const env = { ...process.env, TMPDIR: temporary };
  await promisify(execFile)(command, [...options, ...asArguments(sizes(dialect))], { cwd: "/", env, ...user });
}

/** Has no password, as its socket is in a folder that only this user can enter. */
function createSuperuser(run: RunSql): Promise<void> {
  return runAll(run, [
    "SET SESSION sql_log_bin = 0",
    `CREATE USER '${SUPERUSER}'@'localhost'`,
    `GRANT ALL PRIVILEGES ON *.* TO '${SUPERUSER}'@'localhost' WITH GRANT OPTION`,
  ]);
}

async function removeOthers(run: RunSql, replicationPassword: string): Promise<void> {
  await runAll(run, [
    "SET SESSION sql_log_bin = 0",
    `CREATE USER '${REPLICATION_USER}'@'127.%' IDENTIFIED BY '${replicationPassword}'`,
    `GRANT REPLICATION SLAVE ON *.* TO '${REPLICATION_USER}'@'127.%'`,
    "DROP DATABASE IF EXISTS sys",
  ]);
  const kept = [...SYSTEM_USERS, SUPERUSER, REPLICATION_USER];
  for (const { user, host } of await run("SELECT User AS user, Host AS host FROM mysql.user")) {
    if (!kept.includes(String(user))) await run("DROP USER ?@?", [String(user), String(host)]);
  }
}

/**
 * What a copy of a data folder has: all but the files of MySQL's identity, of replication, and temporary ones. A
 * database, which is a folder, can have the name of such a file.
 */
export function isCopied(path: string, entry: Dirent): boolean {
  if (entry.isDirectory()) return path !== "#innodb_temp";
  return (
    !["auto.cnf", "ibtmp1", "ib_buffer_pool", REPLICA_MARK].includes(path) &&
    !/^(multi-)?master\.info|^relay[.-]/.test(path)
  );
}
