import assert from "node:assert/strict";
import type { DatabaseRecord, InstanceRecord, Simulator } from "../../simulator/index.ts";

const EVERY_MS = 10;

/** Sees what happens in a cloud meanwhile, and not only in the end. */
export class Observer {
  readonly #simulator: Simulator;
  readonly #ownerOf: (record: InstanceRecord) => string;
  readonly #timer: NodeJS.Timeout;
  /** The ids that were ever in service, by their owner. */
  readonly #served = new Map<string, Set<string>>();
  /** The databases that were seen first, by the instance's id and their name. */
  readonly #databases = new Map<string, DatabaseRecord>();
  readonly #twins = new Set<string>();

  /** @param ownerOf tells whose an instance is: no owner is to have two. */
  constructor(simulator: Simulator, ownerOf: (record: InstanceRecord) => string) {
    this.#simulator = simulator;
    this.#ownerOf = ownerOf;
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /**
   * @param but the owners of which it is not asked.
   * @throws {AssertionError} at some time another had two.
   */
  assertNoTwins(but: readonly string[]): void {
    const twins = [...this.#twins].filter((owner) => !but.includes(owner));
    assert.deepEqual(twins, [], "none ever had two instances");
  }

  /**
   * @param owner a resource that no program of the plan ever left out since it was first declared.
   * @throws {AssertionError} what was in service is not there any more, or one of its databases was made anew.
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
