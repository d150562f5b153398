import { chown, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ServerSettings } from "../../database-server.ts";
import { writeOwned } from "../copy-folder.ts";
import type { Engine, Place } from "../engine.ts";
import { launch } from "./launch.ts";
import { PG_HBA_CONF, POSTGRESQL_CONF, REPLICA_CONF } from "./own-settings.ts";
import { PostgreSqlServer } from "./postgresql-server.ts";
import type { PostgreSqlBinaries } from "./programs/postgresql-binaries.ts";
import { runProgram } from "./programs/run-program.ts";
import type { ServerProcess } from "./server-process.ts";
import { applySettings, needsRestart } from "./settings.ts";
import { SUPERUSER, Superuser } from "./superuser.ts";

/** The first version that has the locale `C.UTF-8` of its own. */
const BUILTIN_LOCALE_SINCE = 17;

/** PostgreSQL for the instances of a cloud, whatever version of it they ask for. */
export class PostgreSqlEngine implements Engine {
  readonly program: string;
  readonly port = 5432;
  readonly user;
  readonly #binaries: PostgreSqlBinaries;
  readonly #folder: string;
  #template: Promise<string> | undefined;

  /** @param folder where the template is created. Every user can enter it; the caller deletes it. */
  constructor(binaries: PostgreSqlBinaries, folder: string) {
    this.program = `PostgreSQL ${binaries.version}`;
    this.user = binaries.user;
    this.#binaries = binaries;
    this.#folder = folder;
  }

  async create(data: string): Promise<void> {
    this.#template ??= this.#createTemplate();
    try {
      // Copies a thousand files in half the time of calls from here. It keeps modes, and the files are the user's.
      await runProgram("cp", ["-a", `${await this.#template}/.`, data], this.user);
    } catch (error) {
      this.#template = undefined;
      throw error;
    }
  }

  /** If the server does not start with settings that need a restart, these have no effect. */
  async start(place: Place, settings: ServerSettings): Promise<PostgreSqlServer> {
    const { process, isReduced } = await launch(this.#binaries, place);
    const isComplete = await this.#apply(process, place, settings);
    if (isComplete || isReduced) return new PostgreSqlServer(process, place, this.user);
    await process.stop();
    const again = await launch(this.#binaries, place);
    if (again.isReduced) await this.#apply(again.process, place, settings);
    return new PostgreSqlServer(again.process, place, this.user);
  }

  /** Returns whether no setting waits for a restart. */
  async #apply(process: ServerProcess, place: Place, settings: ServerSettings): Promise<boolean> {
    try {
      const superuser = new Superuser(place);
      return !(await applySettings(superuser, settings, place)) || !(await needsRestart(superuser));
    } catch (error) {
      await process.stop();
      throw error;
    }
  }

  async #createTemplate(): Promise<string> {
    const parent = await mkdtemp(join(this.#folder, "postgresql-"));
    const template = join(parent, "data");
    await mkdir(template);
    if (this.user) {
      for (const folder of [parent, template]) await chown(folder, this.user.uid, this.user.gid);
    }
    await runProgram(this.#binaries.initdb, [`--pgdata=${template}`, ...this.#options()], this.user);
    await removeMaps(template);
    await writeFile(join(template, "postgresql.conf"), POSTGRESQL_CONF, { flag: "a" });
    await writeFile(join(template, "pg_hba.conf"), PG_HBA_CONF);
    await writeOwned(join(template, REPLICA_CONF), "", this.user);
    return template;
  }

  /** Small WAL segments keep the data of a new instance below 30 MB. */
  #options(): readonly string[] {
    const hasLocale = Number.parseInt(this.#binaries.version, 10) >= BUILTIN_LOCALE_SINCE;
    const locale = hasLocale ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : [];
    return [
      `--username=${SUPERUSER}`,
      "--auth=trust",
      "--encoding=UTF8",
      "--locale=C",
      ...locale,
      "--wal-segsize=1",
      "--no-sync",
    ];
  }
}

/**
 * Removes the maps of free space and of visibility, a quarter of the files: creating files is most of what an instance
 * costs. Both are hints. Without them a table grows at its end, and all of it counts as possibly changed, until they are
 * written anew (`src/backend/storage/freespace/README`, `src/backend/access/heap/visibilitymap.c`).
 */
async function removeMaps(data: string): Promise<void> {
  for (const folder of ["base", "global"]) {
    const files = await readdir(join(data, folder), { recursive: true });
    const maps = files.filter((file) => /(^|\/)\d+_(fsm|vm)$/.test(file));
    await Promise.all(maps.map((file) => rm(join(data, folder, file))));
  }
}
