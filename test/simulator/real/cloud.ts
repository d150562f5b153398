import assert from "node:assert/strict";
import type { SimulatorOptions } from "../../../simulator/options.ts";
import type { Instance as Record } from "../../../simulator/trove/instances/instance.ts";
import { type Client, startClient, until } from "../client.ts";
import { type Datastore, type Login, runAndEnd, type Session } from "./programs.ts";

/** A simulator whose instances have database servers. */
export interface RealCloud extends Client {
  /** The lines of its log so far. */
  readonly log: readonly string[];
  /** Creates an instance with the database `shop` and the user `app`, and waits until both exist. */
  createShop(datastore: Datastore, body?: object): Promise<Shop>;
  /** Creates an instance of a datastore from `body`, and waits until it is ACTIVE. */
  createShopFrom(datastore: Datastore, body: object): Promise<Shop>;
  /** An instance that exists. */
  shop(datastore: Datastore, id: string): Shop;
}

export const APP: Login = { user: "app", password: "first", database: "shop" };

export const DECLARED = {
  databases: [{ name: "shop" }],
  users: [{ name: "app", password: "first", databases: [{ name: "shop" }] }],
};

export async function startRealCloud(options: SimulatorOptions = {}): Promise<RealCloud> {
  const log: string[] = [];
  const client = await startClient({
    databases: "auto",
    boot: 0.1,
    maxInstances: 50,
    maxVolumes: 500,
    log: (line) => void log.push(line),
    ...options,
  });
  const createShopFrom: RealCloud["createShopFrom"] = async (datastore, body) => {
    const isReplica = "replica_of" in body;
    const fields = isReplica
      ? { flavorRef: undefined, volume: undefined }
      : { datastore: { type: datastore.name, version: datastore.versions[0] } };
    const shop = new Shop(client, datastore, await client.create({ ...fields, ...body }));
    await shop.isActive();
    return shop;
  };
  return {
    ...client,
    log,
    createShopFrom,
    shop: (datastore, id) => new Shop(client, datastore, id),
    async createShop(datastore, body = {}) {
      const shop = await createShopFrom(datastore, { ...DECLARED, ...body });
      await until("its user has a grant", () => shop.record.user("app", "%")?.databases.length === 1);
      return shop;
    },
  };
}

/** An instance as its users see it: the API, and the database server at its address. */
export class Shop {
  readonly id: string;
  readonly #client: Client;
  readonly #datastore: Datastore;

  constructor(client: Client, datastore: Datastore, id: string) {
    this.#client = client;
    this.#datastore = datastore;
    this.id = id;
  }

  get record(): Record {
    const record = this.#client.simulator.instance(this.id);
    assert.ok(record, "the instance exists");
    return record;
  }

  get address(): string {
    return this.record.addresses[0]?.address ?? "";
  }

  /** Sends a request below the instance that must succeed, and returns the body of the response. */
  async send(method: string, path: string, body?: unknown): Promise<Awaited<ReturnType<Client["send"]>>["body"]> {
    const answer = await this.#client.send(method, `/instances/${this.id}${path}`, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Sends a request that changes the instance, and waits until that is over. */
  async change(method: string, path: string, body: unknown): Promise<void> {
    await this.send(method, path, body);
    await this.isActive();
  }

  isActive(): Promise<void> {
    return until(`${this.id} is ACTIVE`, () => {
      assert.notEqual(this.record.status, "ERROR", this.record.fault?.message);
      const { status, service, task } = this.record;
      return status === "ACTIVE" && service === "healthy" && task === "NONE";
    });
  }

  connect(login: Partial<Login> = {}): Promise<Session> {
    return this.#datastore.connect(this.address, { ...APP, ...login });
  }

  /** Runs statements in a new session, and returns the first column of the last one's rows. */
  async query(...statements: readonly string[]): Promise<string[]> {
    return this.queryAs({}, ...statements);
  }

  async queryAs(login: Partial<Login>, ...statements: readonly string[]): Promise<string[]> {
    return runAndEnd(await this.connect(login), statements);
  }

  async open(): Promise<void> {
    await this.query("CREATE TABLE orders (id SERIAL PRIMARY KEY, item VARCHAR(100))");
  }

  async order(item: string): Promise<void> {
    await this.query(`INSERT INTO orders (item) VALUES ('${item}')`);
  }

  orders(): Promise<string[]> {
    return this.query("SELECT item FROM orders ORDER BY id");
  }
}
