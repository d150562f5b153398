import { KeyedMutex } from "../core/keyed-mutex.ts";
import { Memo } from "../core/memo.ts";
import { CreateGate } from "./create-gate.ts";
import { ContentsClaims } from "./guest/shared/contents-claims.ts";
import { GuestLists } from "./guest/shared/guest-lists.ts";
import { KnownIds } from "./known-ids.ts";

/** How the provider behaves on one cloud: stack configuration, or arguments of an explicit provider. */
export interface ProviderSettings {
  /** `trove:resumeInterrupted`: adopt what an interrupted create left, instead of refusing to create. */
  readonly resumeInterrupted: boolean;
  /** `trove:previewChecks`: whether a preview asks the cloud what it offers and how much quota is left. */
  readonly previewChecks: boolean;
}

/** What the resources that this process has checked so far would add to the usage of the project. */
export interface QuotaPlan {
  instances: number;
  /** GiB */
  volumeSize: number;
  /** MiB */
  ram: number;
  backups: number;
}

/** What this process knows of the configuration groups of replicas, which Trove changes with that of their source. */
export interface ReplicaGroups {
  /** The ids of replicas whose group Trove may have changed with that of the source. */
  readonly changedWithSource: Set<string>;
  /** The group that the program declares, by instance id. */
  readonly declared: Map<string, string>;
}

/** The services that all resources of a process on one cloud share. */
export interface ProcessServices {
  readonly settings: ProviderSettings;
  /** Lists and objects that the process reads once. */
  readonly cache: Memo;
  /** Allows one change at a time of an instance, name or replication group. */
  readonly locks: KeyedMutex;
  readonly knownIds: KnownIds;
  /**
   * Create requests: the first one alone, then up to 8 concurrently. Two concurrent first inserts of a quota row fail
   * with 500 (`trove/quota/quota.py`, `reserve`).
   */
  readonly createGate: CreateGate;
  /**
   * Backups until Trove has accepted the request, and replicas until they are ACTIVE: the first one alone, then any number
   * concurrently. The task manager takes the snapshot for a replica and reserves the quota of backups long after the
   * response (`trove/taskmanager/models.py`, `get_replication_snapshot`). If two of them insert the first quota row of
   * backups, one fails, and the source of a replica stays in BACKUP.
   */
  readonly backupGate: CreateGate;
  /** The ids of the backups that this process is deleting. */
  readonly backupDeletes: Set<string>;
  readonly quotaPlan: QuotaPlan;
  readonly replicaGroups: ReplicaGroups;
  readonly guestLists: GuestLists;
  readonly contentsClaims: ContentsClaims;
  /** The instances whose root this process has disabled: before Trove 25, Trove shows it as enabled forever. */
  readonly disabledRoots: Set<string>;
  /** Whether a preview found the cloud unreachable. Later lookups are skipped then. */
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
    backupGate: new CreateGate(Number.POSITIVE_INFINITY),
    backupDeletes: new Set(),
    quotaPlan: { instances: 0, volumeSize: 0, ram: 0, backups: 0 },
    guestLists: new GuestLists(),
    contentsClaims: new ContentsClaims(),
    disabledRoots: new Set(),
    replicaGroups: { changedWithSource: new Set(), declared: new Map() },
    connection: { isUnreachable: false },
  };
}
