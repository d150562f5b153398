import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type NewDatabase, ServerRefusal, type ServerSettings, type UserName } from "../../database-server.ts";
import { copyFolder } from "../copy-folder.ts";
import type { Place, ReplicationSource, RunningServer, SystemUser } from "../engine.ts";
import { type RunSql, withConnection } from "./mysql-connection.ts";
import type { MySqlDialect } from "./mysql-dialect.ts";
import { REPLICA_MARK, setUpOptions, TUNING } from "./mysql-options.ts";
import type { MySqlProcess } from "./mysql-process.ts";
import { detach, runAll } from "./mysql-replication.ts";
import * as statements from "./mysql-statements.ts";
import { isCopied } from "./mysql-template.ts";

const ROOT: UserName = { name: "root", host: "%" };

export interface MySqlServerOptions {
  readonly process: MySqlProcess;
  readonly place: Place;
  readonly settings: ServerSettings;
  readonly dialect: MySqlDialect;
  readonly user: SystemUser | undefined;
  readonly replicationPassword: string;
}

/** A MySQL or MariaDB server that runs. */
export class MySqlServer implements RunningServer {
  readonly #options: MySqlServerOptions;
  readonly #setUp: ServerSettings;
  #settings: ServerSettings;
  #source: ReplicationSource | undefined;

  constructor(options: MySqlServerOptions) {
    this.#options = options;
    this.#setUp = setUpOptions(options.place, options.dialect);
    this.#settings = options.settings;
  }

  get pid(): number {
    return this.#options.process.pid;
  }

  get ended(): Promise<void> {
    return this.#options.process.ended;
  }

  stop(): Promise<void> {
    return this.#options.process.stop();
  }

  /** The server refuses to change what needs a restart. */
  async configure(settings: ServerSettings): Promise<void> {
    const names = Object.keys({ ...this.#settings, ...settings });
    this.#settings = settings;
    await this.#connect(async (run) => {
      for (const name of names) {
        if (!/^\w+$/.test(name) || name in this.#setUp) continue;
        await ignoreRefusal(setGlobal(run, name, settings[name] ?? TUNING[name]));
      }
    });
  }

  createDatabase(database: NewDatabase): Promise<void> {
    return this.#run(statements.createDatabase(database));
  }

  dropDatabase(name: string): Promise<void> {
    return this.#run(statements.dropDatabase(name));
  }

  createUser({ name, host }: UserName, password: string): Promise<void> {
    return this.#run(statements.createUser(password), [name, host]);
  }

  dropUser(user: UserName): Promise<void> {
    return this.#run(statements.dropUser(user));
  }

  renameUser(user: UserName, renamed: UserName): Promise<void> {
    return this.#run(statements.renameUser(user, renamed));
  }

  setPassword(user: UserName, password: string): Promise<void> {
    return this.#run(statements.setPassword(user, password));
  }

  grant(user: UserName, database: string): Promise<void> {
    return this.#run(statements.grant(user, database));
  }

  revoke(user: UserName, database: string): Promise<void> {
    return this.#run(statements.revoke(user, database));
  }

  async enableRoot(password: string): Promise<void> {
    await ignoreRefusal(this.createUser(ROOT, password));
    await this.setPassword(ROOT, password);
    await this.#run(statements.grantRoot(ROOT));
  }

  /** Trove keeps the user, with a password that nobody knows (`BaseMySqlRootAccess.disable_root`). */
  disableRoot(): Promise<void> {
    return this.enableRoot(randomBytes(18).toString("base64url"));
  }

  /**
   * Copies the files of a frozen process: they are what a crash would leave, from which InnoDB recovers. The lock
   * additionally flushes the tables that are not transactional.
   */
  async copy(to: string): Promise<void> {
    const { process, place, dialect, user } = this.#options;
    await this.#connect(async (run) => {
      try {
        await runAll(run, dialect.lock);
        await process.whileFrozen(() => copyFolder(place.data, to, user, isCopied));
      } finally {
        await runAll(run, dialect.unlock);
      }
    });
  }

  /** The copy has its own position in its binary log; it only has to start read-only. */
  prepareReplica(data: string, _source: ReplicationSource): Promise<void> {
    return writeFile(join(data, REPLICA_MARK), "");
  }

  async follow(source: ReplicationSource): Promise<void> {
    const { place, dialect, replicationPassword } = this.#options;
    await writeFile(join(place.data, REPLICA_MARK), "");
    this.#source = source;
    await this.#connect(async (run) => {
      await run("SET GLOBAL read_only = 1");
      await runAll(run, dialect.follow(source, replicationPassword));
    });
  }

  async detach(): Promise<void> {
    const { place, dialect } = this.#options;
    await this.#connect((run) => detach(run, dialect, this.#source));
    await rm(join(place.data, REPLICA_MARK), { force: true });
    this.#source = undefined;
  }

  #run(statement: string, values: readonly string[] = []): Promise<void> {
    return this.#connect(async (run) => {
      await run(statement, values);
    });
  }

  #connect<Result>(work: (run: RunSql) => Promise<Result>): Promise<Result> {
    return withConnection(this.#options.place.sockets, work);
  }
}

/** A number can be given as text, which the server refuses for a setting that is a number. */
async function setGlobal(run: RunSql, name: string, value: string | number | boolean | undefined): Promise<void> {
  if (typeof value !== "string") await run(`SET GLOBAL ${name} = ${value === undefined ? "DEFAULT" : Number(value)}`);
  else if (/^-?\d+(\.\d+)?$/.test(value)) await run(`SET GLOBAL ${name} = ${value}`);
  else await run(`SET GLOBAL ${name} = ?`, [value]);
}

async function ignoreRefusal(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ServerRefusal)) throw error;
  }
}
