import type { DatabaseServer, DatabaseServers } from "../database-server.ts";
import { AddressPool } from "../machine/address-pool.ts";
import { RunFolder } from "../machine/run-folder.ts";
import { memoryServers } from "../memory-server.ts";
import type { Engine } from "./engine.ts";
import type { ServedBy } from "./engines.ts";
import { RealServer, type Surroundings } from "./real-server.ts";

/** The executables of all engines, by which a process that an ended simulator has left is recognized. */
const EXECUTABLES = ["mariadbd", "mysqld", "postgres"];

/** Servers that run on this machine, for the datastores that have a program; the others have none. */
export class RealServers implements DatabaseServers {
  readonly programs: ReadonlyMap<string, string>;
  readonly #engines: ReadonlyMap<string, Engine>;
  readonly #surroundings: Surroundings;
  readonly #servers = new Set<RealServer>();

  private constructor(engines: ReadonlyMap<string, Engine>, surroundings: Surroundings) {
    this.#engines = engines;
    this.#surroundings = surroundings;
    this.programs = new Map([...engines].map(([datastore, { program }]) => [datastore, program]));
  }

  /**
   * @param network the first three numbers of the loopback network to use if it is free.
   * @param log receives a line for each failure, and for what is not as in a real cloud.
   */
  static async open(
    programs: ReadonlyMap<string, ServedBy>,
    { network, log }: { readonly network: string | undefined; readonly log: (line: string) => void },
  ): Promise<RealServers> {
    const folder = await RunFolder.open({ executables: EXECUTABLES });
    const addresses = await AddressPool.open(network);
    const engines = new Map<string, Engine>();
    for (const [datastore, { createEngine }] of programs) {
      if (!createEngine) continue;
      const engine = createEngine(folder.path);
      // MariaDB may serve two datastores. One engine creates one template.
      const same = [...engines.values()].find(({ program }) => program === engine.program);
      engines.set(datastore, same ?? engine);
    }
    return new RealServers(engines, { folder, addresses, log });
  }

  create(instanceId: string, datastore: string, onDown: () => void): DatabaseServer {
    const engine = this.#engines.get(datastore);
    if (!engine) return memoryServers.create(instanceId, datastore, onDown);
    const server = new RealServer(instanceId, engine, { ...this.#surroundings, onDown });
    this.#servers.add(server);
    return server;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#servers].map((server) => server.remove()));
    await this.#surroundings.addresses.close();
    await this.#surroundings.folder.close();
  }
}
