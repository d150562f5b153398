import assert from "node:assert/strict";
import type { DatabaseRecord, InstanceRecord, Simulator } from "../../simulator/index.ts";

const EVERY_MS = 10;

/** Observes a cloud during a plan, not only at its end. */
export class Observer {
  readonly #simulator: Simulator;
  readonly #ownerOf: (record: InstanceRecord) => string;
  readonly #timer: NodeJS.Timeout;
  /** The ids of all instances that have been ACTIVE, by owner. */
  readonly #served = new Map<string, Set<string>>();
  /** The first record of each database, by instance id and name. */
  readonly #databases = new Map<string, DatabaseRecord>();
  readonly #twins = new Set<string>();

  /** @param ownerOf returns the owner of an instance. No owner may have two. */
  constructor(simulator: Simulator, ownerOf: (record: InstanceRecord) => string) {
    this.#simulator = simulator;
    this.#ownerOf = ownerOf;
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /**
   * @param but owners to ignore.
   * @throws {AssertionError} if another owner had two instances at any time.
   */
  assertNoTwins(but: readonly string[]): void {
    const twins = [...this.#twins].filter((owner) => !but.includes(owner));
    assert.deepEqual(twins, [], "none ever had two instances");
  }

  /**
   * @param owner a resource that every program of the plan has declared since its first.
   * @throws {AssertionError} if an instance that was ACTIVE is gone, or one of its databases was created again.
   */
  assertKept(owner: string, databases: readonly string[]): void {
    this.#look();
    for (const id of this.#served.get(owner) ?? []) {
      const record = this.#simulator.instance(id);
      assert.ok(record !== undefined, `${owner} (${id}) was in service and is gone`);
      for (const database of databases) {
        const now = record.databases.find((one) => one.name === database);
        assert.ok(now === this.#databases.get(`${id}/${database}`), `database ${database} of ${owner} was made anew`);
      }
    }
  }

  #look(): void {
    const owners = new Set<string>();
    for (const record of this.#simulator.instances()) {
      const { id, status, databases } = record;
      const owner = this.#ownerOf(record);
      if (owners.has(owner)) this.#twins.add(owner);
      owners.add(owner);
      if (status === "ACTIVE") this.#served.set(owner, (this.#served.get(owner) ?? new Set()).add(id));
      for (const database of databases) {
        const key = `${id}/${database.name}`;
        if (!this.#databases.has(key)) this.#databases.set(key, database);
      }
    }
  }
}
