import {
  type DatabaseServer,
  type Endpoint,
  type NewDatabase,
  type Origin,
  ServerRefusal,
  type ServerSettings,
  type UserName,
} from "../database-server.ts";
import type { AddressPool, Lease } from "../machine/address-pool.ts";
import { Forwarder } from "../machine/forwarder.ts";
import type { DataFolder, RunFolder } from "../machine/run-folder.ts";
import { Queue } from "../queue.ts";
import type { Engine, Place, ReplicationSource, RunningServer } from "./engine.ts";
import { RealCopy } from "./real-copy.ts";

/** What the servers of one simulator share. */
export interface Surroundings {
  readonly folder: RunFolder;
  readonly addresses: AddressPool;
  readonly log: (line: string) => void;
}

interface RealServerOptions extends Surroundings {
  /** Called when the server has ended though nobody stopped it, or has failed to start. */
  readonly onDown: () => void;
}

/** A database server that runs on this machine, in a folder and at an address of its own. */
export class RealServer implements DatabaseServer {
  readonly #name: string;
  readonly #engine: Engine;
  readonly #surroundings: RealServerOptions;
  readonly #queue = new Queue();
  #cidrs: readonly string[] | undefined;
  #settings: ServerSettings = {};
  #lease: Lease | undefined;
  #forwarder: Forwarder | undefined;
  #folder: DataFolder | undefined;
  #source: RealServer | undefined;
  #running: RunningServer | undefined;
  #isDown = false;
  #isRemoved = false;

  /** @param name names it in the log. */
  constructor(name: string, engine: Engine, surroundings: RealServerOptions) {
    this.#name = name;
    this.#engine = engine;
    this.#surroundings = surroundings;
  }

  get endpoint(): Endpoint | undefined {
    if (!this.#lease) return undefined;
    const { address, port } = this.#lease;
    return { address, port, program: this.#engine.program };
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  prepare(): Promise<void> {
    return this.#quietly("get an address", async () => {
      this.#lease = await this.#surroundings.addresses.lease(this.#engine.port);
      const { address, port, isOwn, reason, serverPort } = this.#lease;
      if (!isOwn) this.#log(`listens on ${address}:${port}. ${reason}`);
      this.#forwarder = new Forwarder({ address, port, serverPort });
      await this.#admit();
    });
  }

  boot({ backup, source }: Origin, settings: ServerSettings): Promise<void> {
    return this.#loudly("boot", async () => {
      this.#settings = settings;
      this.#folder = this.#surroundings.folder.create(this.#engine.user);
      if (source) await this.#copySource(realServer(source));
      else if (backup instanceof RealCopy) await backup.restore(this.#folder.data);
      else await this.#engine.create(this.#folder.data);
      await this.#start();
    });
  }

  start(): Promise<void> {
    return this.#loudly("start", async () => {
      if (!this.#running) await this.#start();
    });
  }

  stop(): Promise<void> {
    return this.#quietly("stop", () => this.#stop());
  }

  remove(): Promise<void> {
    this.#isRemoved = true;
    return this.#queue.run(async () => {
      await this.#attempt("stop", () => this.#stop());
      await this.#attempt("close its port", async () => this.#forwarder?.close());
      await this.#attempt("delete its data", async () => this.#folder?.remove());
      if (this.#lease) this.#surroundings.addresses.release(this.#lease);
      this.#lease = undefined;
    });
  }

  configure(settings: ServerSettings): Promise<void> {
    return this.#quietly("apply its configuration group", async () => {
      this.#settings = settings;
      await this.#running?.configure(settings);
    });
  }

  allow(cidrs: readonly string[] | undefined): Promise<void> {
    return this.#quietly("change whom to let in", async () => {
      this.#cidrs = cidrs;
      await this.#admit();
    });
  }

  createDatabase(database: NewDatabase): Promise<void> {
    return this.#ask((server) => server.createDatabase(database));
  }

  dropDatabase(name: string): Promise<void> {
    return this.#ask((server) => server.dropDatabase(name));
  }

  createUser(user: UserName, password: string): Promise<void> {
    return this.#ask((server) => server.createUser(user, password));
  }

  dropUser(user: UserName): Promise<void> {
    return this.#ask((server) => server.dropUser(user));
  }

  renameUser(user: UserName, renamed: UserName): Promise<void> {
    return this.#ask((server) => server.renameUser(user, renamed));
  }

  setPassword(user: UserName, password: string): Promise<void> {
    return this.#ask((server) => server.setPassword(user, password));
  }

  grant(user: UserName, database: string): Promise<void> {
    return this.#ask((server) => server.grant(user, database));
  }

  revoke(user: UserName, database: string): Promise<void> {
    return this.#ask((server) => server.revoke(user, database));
  }

  enableRoot(password: string): Promise<void> {
    return this.#ask((server) => server.enableRoot(password));
  }

  disableRoot(): Promise<void> {
    return this.#ask((server) => server.disableRoot());
  }

  copy(): Promise<RealCopy> {
    return this.#loudly("be copied", async () => {
      const copy = new RealCopy(this.#surroundings.folder.create(this.#engine.user), this.#engine.user);
      try {
        await this.#required().copy(copy.data);
        return copy;
      } catch (error) {
        await copy.remove();
        throw error;
      }
    });
  }

  isolate(): Promise<void> {
    return this.#quietly("disconnect all programs", async () => this.#forwarder?.close());
  }

  detach(): Promise<void> {
    return this.#quietly("end its replication", async () => {
      this.#source = undefined;
      await this.#running?.detach();
    });
  }

  /** Copies the data anew: the former source may have rows that the new one never received. */
  follow(source: DatabaseServer): Promise<void> {
    return this.#quietly("replicate from another server", async () => {
      await this.#stop();
      await this.#folder?.remove();
      this.#folder = this.#surroundings.folder.create(this.#engine.user);
      await this.#copySource(realServer(source));
      await this.#start();
    });
  }

  /** Fills the data folder with what a replica of `source` starts with. */
  async #copySource(source: RealServer): Promise<void> {
    const { data } = this.#place();
    await source.#queue.run(async () => {
      const server = source.#required();
      await server.copy(data);
      await server.prepareReplica(data, source.#asSource());
    });
    this.#source = source;
  }

  async #start(): Promise<void> {
    this.#refuseRemoved();
    try {
      const server = await this.#engine.start(this.#place(), this.#settings);
      this.#isDown = false;
      this.#surroundings.folder.record(server.pid);
      this.#running = server;
      void server.ended.then(() => this.#noteEnd(server));
      if (this.#source) await server.follow(this.#source.#asSource());
      await this.#forwarder?.resume();
    } catch (error) {
      this.#reportDown();
      throw error;
    }
  }

  #reportDown(): void {
    this.#isDown = true;
    this.#surroundings.onDown();
  }

  async #stop(): Promise<void> {
    const server = this.#running;
    if (!server) return;
    this.#running = undefined;
    await this.#forwarder?.pause();
    await server.stop();
    this.#surroundings.folder.forget(server.pid);
  }

  /** After an end that nobody asked for, the server stays down until the instance is restarted. */
  #noteEnd(server: RunningServer): void {
    if (this.#running !== server) return;
    this.#log("has ended by itself. A restart of the instance starts it again.");
    this.#reportDown();
    void this.stop();
  }

  #refuseRemoved(): void {
    if (this.#isRemoved) throw new Error("The instance was deleted.");
  }

  #place(): Place {
    if (!this.#lease || !this.#folder) throw new Error("It has no address or no folder.");
    const { data, sockets } = this.#folder;
    return { data, sockets, address: this.#lease.address, port: this.#lease.serverPort };
  }

  #asSource(): ReplicationSource {
    const { address, port, sockets } = this.#place();
    return { address, port, sockets };
  }

  #required(): RunningServer {
    if (!this.#running) throw new ServerRefusal("Can't connect to the database server");
    return this.#running;
  }

  #ask(work: (server: RunningServer) => Promise<void>): Promise<void> {
    return this.#queue.run(async () => work(this.#required()));
  }

  async #admit(): Promise<void> {
    await this.#forwarder?.allow(this.#cidrs);
    if (this.#forwarder?.rule.kind === "ranges-and-loopback")
      this.#log(`is open to all programs on this machine: its ranges (${this.#cidrs?.join(", ")}) are elsewhere.`);
  }

  /** Logs why work failed, and throws. */
  #loudly<T>(what: string, work: () => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      try {
        this.#refuseRemoved();
        return await work();
      } catch (error) {
        // A server that is being deleted may fail in whatever it was doing.
        if (!this.#isRemoved) this.#log(`failed to ${what}: ${(error as Error).message}`);
        throw error;
      }
    });
  }

  #quietly(what: string, work: () => Promise<void>): Promise<void> {
    return this.#loudly(what, work).catch(() => {});
  }

  async #attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#log(`failed to ${what}: ${(error as Error).message}`);
    }
  }

  #log(text: string): void {
    this.#surroundings.log(`The database server of instance ${this.#name} ${text}`);
  }
}

/** All servers of one datastore are real, or none is. */
function realServer(server: DatabaseServer): RealServer {
  if (!(server instanceof RealServer)) throw new TypeError("A real server cannot replicate from one in memory.");
  return server;
}
