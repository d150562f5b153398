import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { ServerRefusal, type ServerSettings } from "../../../simulator/guest/database-server.ts";
import type { Place } from "../../../simulator/guest/real/engine.ts";
import { PostgreSqlEngine } from "../../../simulator/guest/real/postgresql/postgresql-engine.ts";
import type { PostgreSqlServer } from "../../../simulator/guest/real/postgresql/postgresql-server.ts";
import { findPostgreSql } from "../../../simulator/guest/real/postgresql/programs/postgresql-binaries.ts";
import { unprivilegedUser } from "../../../simulator/guest/real/unprivileged-user.ts";

export const binaries = await findPostgreSql(await unprivilegedUser());

/** For tests that need PostgreSQL: the reason to skip them, if there is none. */
export const skip = "missing" in binaries ? binaries.missing : false;

export const APP = { name: "app", characterSet: undefined, collate: undefined };
export const ADA = { name: "ada", host: "%" };
export const LOGIN: Login = { user: "ada", password: "first", database: "app" };
export const ROOT: Login = { user: "root", password: "secret", database: "postgres" };

export interface Instance {
  readonly place: Place;
  readonly server: PostgreSqlServer;
}

/** Servers in a folder of their own. */
export class Servers {
  readonly folder: string;
  readonly engine: PostgreSqlEngine;
  readonly #started: PostgreSqlServer[] = [];

  private constructor(folder: string, engine: PostgreSqlEngine) {
    this.folder = folder;
    this.engine = engine;
  }

  static async create(): Promise<Servers> {
    if ("missing" in binaries) throw new Error(binaries.missing);
    const folder = await mkdtemp(join(tmpdir(), "postgresql-"));
    await chmod(folder, 0o711);
    return new Servers(folder, new PostgreSqlEngine(binaries, folder));
  }

  async close(): Promise<void> {
    await Promise.all(this.#started.map((server) => server.stop()));
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The place of a new instance, with an empty data folder. */
  async place(): Promise<Place> {
    const instance = await mkdtemp(join(this.folder, "instance-"));
    const [data, sockets] = [join(instance, "data"), join(instance, "sockets")];
    for (const folder of [data, sockets]) await mkdir(folder, { mode: 0o700 });
    const { user } = this.engine;
    if (user) for (const folder of [instance, data, sockets]) await chown(folder, user.uid, user.gid);
    const address = loopbackAddress();
    return { data, sockets, address, port: await freePort(address) };
  }

  async start(place: Place, settings: ServerSettings = {}): Promise<PostgreSqlServer> {
    const server = await this.engine.start(place, settings);
    this.#started.push(server);
    return server;
  }

  async boot(settings: ServerSettings = {}): Promise<Instance> {
    const place = await this.place();
    await this.engine.create(place.data);
    return { place, server: await this.start(place, settings) };
  }

  /** A server with the database `app`, and the user `ada`, who has a grant there. */
  async bootWithUser(settings: ServerSettings = {}): Promise<Instance> {
    const instance = await this.boot(settings);
    await instance.server.createDatabase(APP);
    await instance.server.createUser(ADA, LOGIN.password);
    await instance.server.grant(ADA, APP.name);
    return instance;
  }

  /** A replica of `source` that runs. */
  async replicate(source: Instance): Promise<Instance> {
    const place = await this.place();
    await source.server.copy(place.data);
    await source.server.prepareReplica(place.data, source.place);
    const server = await this.start(place);
    await server.follow(source.place);
    return { place, server };
  }
}

/** How a program logs in. */
export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Runs statements over TCP, as a program does, and returns the rows of the last one. */
export async function query({ address, port }: Place, login: Login, ...statements: string[]): Promise<unknown[]> {
  const client = await connect({ address, port }, login);
  try {
    let rows: unknown[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

export async function connect({ address, port }: Pick<Place, "address" | "port">, login: Login): Promise<Client> {
  const client = new Client({ host: address, port, ssl: false, ...login });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** Recognizes a refusal by its message. */
export function refusal(message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof ServerRefusal && message.test(error.message);
}

/** No other process has the same address at the same time, so a port that is free there stays free. */
function loopbackAddress(): string {
  if (process.platform !== "linux") return "127.0.0.1";
  const { pid } = process;
  return `127.${100 + ((pid >> 16) & 63)}.${(pid >> 8) & 255}.${pid & 255}`;
}

const given = new Set<number>();

async function freePort(address: string): Promise<number> {
  for (;;) {
    const listener = createServer();
    await new Promise<void>((resolve) => listener.listen(0, address, resolve));
    const bound = listener.address();
    await new Promise((resolve) => listener.close(resolve));
    if (bound === null || typeof bound === "string") throw new Error("The listener has no port.");
    if (!given.has(bound.port)) {
      given.add(bound.port);
      return bound.port;
    }
  }
}
