import { once } from "node:events";
import { chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";
import type { ServerSettings } from "../../../simulator/guest/database-server.ts";
import type { Place, ReplicationSource, RunningServer } from "../../../simulator/guest/real/engine.ts";
import { MySqlEngine } from "../../../simulator/guest/real/mysql/mysql-engine.ts";
import { findMySqlPrograms } from "../../../simulator/guest/real/mysql/mysql-programs.ts";
import { unprivilegedUser } from "../../../simulator/guest/real/unprivileged-user.ts";

const programs = await findMySqlPrograms();

/** Why tests on MariaDB are skipped, or `false`. */
export const skip = programs.missing.mariadb ?? false;

const home = await mkdtemp(join(tmpdir(), "mariadb-test-"));
const engine = programs.mariadb && new MySqlEngine(programs.mariadb, home, await unprivilegedUser());
await own(home);

/** Deletes the template. Called once, when all tests are over. */
export async function removeTemplate(): Promise<void> {
  await rm(home, { recursive: true, force: true });
}

/** A server of a test, whose processes end with it. */
export class Fixture {
  readonly place: Place;
  readonly #t: TestContext;
  #server: RunningServer | undefined;

  constructor(t: TestContext, place: Place) {
    this.#t = t;
    this.place = place;
  }

  get server(): RunningServer {
    if (!this.#server) throw new Error("The server does not run.");
    return this.#server;
  }

  get source(): ReplicationSource {
    return this.place;
  }

  async start(settings: ServerSettings = {}): Promise<this> {
    this.#server = await mariadb().start(this.place, settings);
    const { server } = this;
    this.#t.after(() => server.stop());
    return this;
  }

  /** Connects as a program does. */
  async connect(user: string, password: string, database?: string): Promise<Connection> {
    const { address: host, port } = this.place;
    const connection = await createConnection({ host, port, user, password, ...(database && { database }) });
    connection.on("error", () => {});
    this.#t.after(() => connection.destroy());
    return connection;
  }

  /** A new server with a copy of this one's data. */
  async copy(): Promise<Fixture> {
    const fixture = await prepare(this.#t);
    await this.server.copy(fixture.place.data);
    return fixture;
  }

  async replica(): Promise<Fixture> {
    const fixture = await this.copy();
    await this.server.prepareReplica(fixture.place.data, this.source);
    await fixture.start();
    await fixture.server.follow(this.source);
    return fixture;
  }
}

/** A server with new data. */
export async function create(t: TestContext): Promise<Fixture> {
  const fixture = await prepare(t);
  await mariadb().create(fixture.place.data);
  return fixture;
}

/** A server with the database `shop`, its user `app`, and the table `orders`. */
export async function createShop(t: TestContext): Promise<Fixture> {
  const fixture = await (await create(t)).start();
  const { server } = fixture;
  await server.createDatabase({ name: "shop", characterSet: undefined, collate: undefined });
  await server.createUser({ name: "app", host: "%" }, "secret");
  await server.grant({ name: "app", host: "%" }, "shop");
  const program = await fixture.connect("app", "secret", "shop");
  await program.query("CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, item VARCHAR(100))");
  return fixture;
}

async function prepare(t: TestContext): Promise<Fixture> {
  const folder = await mkdtemp(join(home, "instance-"));
  const [data, sockets] = [join(folder, "data"), join(folder, "run")];
  for (const path of [data, sockets]) await mkdir(path, { mode: 0o700 });
  for (const path of [folder, data, sockets]) await own(path);
  return new Fixture(t, { data, sockets, ...(await freeAddress()) });
}

async function own(path: string): Promise<void> {
  if (engine?.user) await chown(path, engine.user.uid, engine.user.gid);
}

function mariadb(): MySqlEngine {
  if (!engine) throw new Error(String(skip));
  return engine;
}

let created = 0;

/** An address that no other server has, in this process or in the others that run tests. */
async function freeAddress(): Promise<Pick<Place, "address" | "port">> {
  // Other systems have 127.0.0.1 alone.
  if (process.platform !== "linux") return { address: "127.0.0.1", port: await freePort() };
  const network = `127.${64 + ((process.pid >> 8) % 64)}.${process.pid % 256}`;
  return { address: `${network}.${1 + (created++ % 254)}`, port: 13_306 };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

export async function rows(program: Connection, statement: string): Promise<Record<string, unknown>[]> {
  const [found] = await program.query<RowDataPacket[]>(statement);
  return found.map((row) => ({ ...row }));
}
