import { randomBytes } from "node:crypto";
import type { ServerSettings } from "../../database-server.ts";
import { copyFolder } from "../copy-folder.ts";
import type { Engine, Place, RunningServer, SystemUser } from "../engine.ts";
import { type MySqlDialect, mariadb, mysql } from "./mysql-dialect.ts";
import { launch, StartFailure } from "./mysql-launch.ts";
import { commandLine, setUpOptions, withoutRefused } from "./mysql-options.ts";
import type { MySqlProcess } from "./mysql-process.ts";
import type { MySqlProgram } from "./mysql-programs.ts";
import { MySqlServer } from "./mysql-server.ts";
import { createTemplate, isCopied } from "./mysql-template.ts";

/** MySQL or MariaDB. */
export class MySqlEngine implements Engine {
  readonly program: string;
  readonly port = 3306;
  readonly user: SystemUser | undefined;
  readonly #program: MySqlProgram;
  readonly #dialect: MySqlDialect;
  readonly #templates: string;
  readonly #replicationPassword = randomBytes(18).toString("base64url");
  #template: Promise<string> | undefined;

  /** @param templates a folder for the template, which `user` can enter. The caller deletes it. */
  constructor(program: MySqlProgram, templates: string, user: SystemUser | undefined) {
    this.program = program.program;
    this.user = user;
    this.#program = program;
    this.#dialect = program.kind === "mariadb" ? mariadb : mysql;
    this.#templates = templates;
  }

  async create(data: string): Promise<void> {
    await copyFolder(await this.#findTemplate(), data, this.user, isCopied);
  }

  async start(place: Place, settings: ServerSettings): Promise<RunningServer> {
    return new MySqlServer({
      process: await this.#launch(place, settings),
      place,
      settings,
      dialect: this.#dialect,
      user: this.user,
      replicationPassword: this.#replicationPassword,
    });
  }

  /** Starts without the settings that the server refuses: with one of them it would end at once. */
  async #launch(place: Place, settings: ServerSettings): Promise<MySqlProcess> {
    const options = commandLine(setUpOptions(place, this.#dialect), settings);
    try {
      return await launch({ program: this.#program, options, sockets: place.sockets, user: this.user });
    } catch (error) {
      if (!(error instanceof StartFailure) || Object.keys(settings).length === 0) throw error;
      return this.#launch(place, withoutRefused(settings, error.log));
    }
  }

  /** A failed attempt is not kept: what it lacked can come. */
  #findTemplate(): Promise<string> {
    this.#template ??= createTemplate(this.#templates, {
      program: this.#program,
      dialect: this.#dialect,
      user: this.user,
      replicationPassword: this.#replicationPassword,
    }).catch((error: unknown) => {
      this.#template = undefined;
      throw error;
    });
    return this.#template;
  }
}
