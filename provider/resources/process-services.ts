import { KeyedMutex } from "../core/keyed-mutex.ts";
import { Memo } from "../core/memo.ts";
import { CreateGate } from "./create-gate.ts";
import { KnownIds } from "./known-ids.ts";

/** How the provider behaves on one cloud: stack configuration, or arguments of an explicit provider. */
export interface ProviderSettings {
  /** `trove:resumeInterrupted`: adopt the instance that an interrupted create left, instead of refusing to create. */
  readonly resumeInterrupted: boolean;
  /** `trove:previewChecks`: whether a preview asks the cloud what it offers and how much quota is left. */
  readonly previewChecks: boolean;
}

/** What the resources checked so far in this process would add to the project's usage. */
export interface QuotaPlan {
  instances: number;
  /** GiB */
  volumeSize: number;
  /** MiB */
  ram: number;
}

/** How the configuration groups of replicas follow that of their source in this process. */
export interface ReplicaGroups {
  /** Replicas whose group Trove may have changed together with that of their source. */
  readonly changedWithSource: Set<string>;
  /** By instance id, the group that the program declares. */
  readonly declared: Map<string, string>;
}

/** What all resources of a process on one cloud share. */
export interface ProcessServices {
  readonly settings: ProviderSettings;
  /** Lists and objects that are read once in the process. */
  readonly cache: Memo;
  /** One change at a time on the same instance, name or replication group. */
  readonly locks: KeyedMutex;
  readonly knownIds: KnownIds;
  /**
   * Create requests: the first one alone, then up to 8 concurrently. Two concurrent first inserts of a quota row fail
   * with 500 (`trove/quota/quota.py`, `reserve`).
   */
  readonly createGate: CreateGate;
  /**
   * Creates of replicas, from the request until the replica is ACTIVE: the task manager takes the snapshot of the source,
   * and reserves the quota of backups, long after the request is answered (`trove/taskmanager/models.py`,
   * `get_replication_snapshot`). If two of them insert the first quota row of backups, one fails and leaves its source in
   * BACKUP.
   */
  readonly replicaGate: CreateGate;
  readonly quotaPlan: QuotaPlan;
  readonly replicaGroups: ReplicaGroups;
  /** Whether a preview has found that the cloud cannot be reached: later lookups are skipped. */
  readonly connection: { isUnreachable: boolean };
}

const MAX_CONCURRENT_CREATES = 8;

export function createProcessServices(settings: ProviderSettings): ProcessServices {
  return {
    settings,
    cache: new Memo(),
    locks: new KeyedMutex(),
    knownIds: new KnownIds(),
    createGate: new CreateGate(MAX_CONCURRENT_CREATES),
    replicaGate: new CreateGate(Number.POSITIVE_INFINITY),
    quotaPlan: { instances: 0, volumeSize: 0, ram: 0 },
    replicaGroups: { changedWithSource: new Set(), declared: new Map() },
    connection: { isUnreachable: false },
  };
}
