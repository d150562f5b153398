import type { Instance } from "../../../../trove/types.ts";

/** A source and its replicas as they were before an update changed the configuration group of the source. */
export class GroupSnapshot {
  #source: Instance | undefined;
  #replicas: ReadonlyMap<string, Instance> = new Map();

  get isTaken(): boolean {
    return this.#source !== undefined;
  }

  /** The configuration group that the source had. */
  get groupOfSource(): string | undefined {
    return this.#source?.configurationId;
  }

  take(source: Instance, replicas: readonly Instance[]): void {
    this.#source = source;
    this.#replicas = new Map(replicas.map((replica) => [replica.id, replica]));
  }

  /** The configuration group that a replica had; `undefined` also if it could not be read. */
  groupOfReplica(id: string): string | undefined {
    return this.#replicas.get(id)?.configurationId;
  }

  /** Whether a replica requires a restart that it did not require before. */
  hasBegunToRequireRestart(replica: Instance): boolean {
    const before = this.#replicas.get(replica.id);
    return requiresRestart(replica) && before !== undefined && !requiresRestart(before);
  }
}

export function requiresRestart({ status }: Instance): boolean {
  return status === "RESTART_REQUIRED";
}
