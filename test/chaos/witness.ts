import assert from "node:assert/strict";
import type { DatabaseRecord, Simulator } from "trove-simulator";

const EVERY_MS = 10;

/** Sees what happens in a cloud meanwhile, and not only in the end. */
export class Witness {
  readonly #simulator: Simulator;
  readonly #timer: NodeJS.Timeout;
  /** The ids that were ever in service, by the instance's name. */
  readonly #served = new Map<string, Set<string>>();
  /** The databases that were seen first, by the instance's id and their name. */
  readonly #databases = new Map<string, DatabaseRecord>();
  readonly #twins = new Set<string>();

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** @throws {AssertionError} at some time there were two of a name. */
  assertNoTwins(): void {
    assert.deepEqual([...this.#twins], [], "no name was ever that of two instances");
  }

  /**
   * @param name of an instance that no program of the plan ever left out since it was first declared.
   * @throws {AssertionError} one that was in service is not there any more, or one of its databases was made anew.
   */
  assertKept(name: string, databases: readonly string[]): void {
    this.#look();
    for (const id of this.#served.get(name) ?? []) {
      const record = this.#simulator.instance(id);
      assert.ok(record !== undefined, `${name} (${id}) was in service and is gone`);
      for (const database of databases) {
        const now = record.databases.find((one) => one.name === database);
        assert.ok(now === this.#databases.get(`${id}/${database}`), `database ${database} of ${name} was made anew`);
      }
    }
  }

  #look(): void {
    const names = new Set<string>();
    for (const { id, name, status, databases } of this.#simulator.instances()) {
      if (names.has(name)) this.#twins.add(name);
      names.add(name);
      if (status === "ACTIVE") this.#served.set(name, (this.#served.get(name) ?? new Set()).add(id));
      for (const database of databases) {
        const key = `${id}/${database.name}`;
        if (!this.#databases.has(key)) this.#databases.set(key, database);
      }
    }
  }
}
