import { randomUUID } from "node:crypto";
import type { DatastoreVersion } from "../datastores.ts";
import type { Contents, DatabaseRecord, UserRecord } from "./contents.ts";
import {
  type Condition,
  conditionFor,
  operatingStatusOf,
  SERVICE_STATUSES,
  type ServiceStatus,
  statusOf,
  type Task,
} from "./status.ts";

export interface NicRecord {
  readonly networkId: string;
  readonly subnetId: string | undefined;
  readonly ipAddress: string | undefined;
}

export interface AddressRecord {
  readonly address: string;
  readonly type: "private" | "public";
  readonly network?: string;
}

export interface FaultRecord {
  readonly message: string;
  readonly created: Date;
}

export interface NewInstance {
  readonly name: string;
  readonly projectId: string;
  readonly flavor: string;
  readonly volume: { readonly size: number; readonly type: string | undefined };
  readonly version: DatastoreVersion;
  readonly region: string;
  readonly nics: readonly NicRecord[];
  readonly availabilityZone: string | undefined;
  readonly locality: string | undefined;
  readonly access: Readonly<Record<string, unknown>> | undefined;
  readonly configurationId: string | undefined;
  readonly replicaOf: string | undefined;
  readonly now: () => Date;
}

const HEARTBEAT_MS = 10_000;
/** What the service shows while its guest reports. */
const HEARTBEATS: readonly ServiceStatus[] = ["running", "healthy", "shutdown", "crashed", "blocked"];

/** An instance as the simulator keeps it: what Trove, nova, cinder and the guest know of it, live. */
export class Instance {
  readonly id = randomUUID() as string;
  readonly projectId: string;
  name: string;
  /** The flavor's id. */
  flavor: string;
  /** GB; 0 where the cloud has no volumes. */
  volume: { size: number; type: string | undefined };
  version: DatastoreVersion;
  readonly region: string;
  nics: readonly NicRecord[];
  availabilityZone: string | undefined;
  locality: string | undefined;
  /** As stored, in the wire's words (`is_public`, `allowed_cidrs`); `undefined` when it was never set. */
  access: Readonly<Record<string, unknown>> | undefined;
  configurationId: string | undefined;
  replicaOf: string | undefined;
  addresses: AddressRecord[] = [];
  fault: FaultRecord | undefined;

  /** What the guest has; a replica and its source have it in common. */
  contents: Contents = { databases: [], users: [] };
  rootPassword: string | undefined;
  /** When root was enabled, and when that was last taken back. */
  rootEnabled: Date | undefined;
  rootDisabled: Date | undefined;
  /** Whether its server has the tag by which lists of 26 find it: one that an earlier release made has none. */
  tagged = true;

  task: Task = "BUILDING";
  /** Nova's status; `undefined`: there is no server (yet, or any more). */
  server: string | undefined;
  service: ServiceStatus = "new";
  backingUp = false;
  volumeExists = false;

  readonly created: Date;
  updated: Date;
  #serviceUpdated: Date;
  readonly #now: () => Date;

  constructor(from: NewInstance) {
    this.#now = from.now;
    this.created = from.now();
    this.updated = this.created;
    this.#serviceUpdated = this.created;
    this.projectId = from.projectId;
    this.name = from.name;
    this.tagged = !from.name.includes("NO_TAGS");
    this.flavor = from.flavor;
    this.volume = { ...from.volume };
    this.version = from.version;
    this.region = from.region;
    this.nics = from.nics;
    this.availabilityZone = from.availabilityZone;
    this.locality = from.locality;
    this.access = from.access;
    this.configurationId = from.configurationId;
    this.replicaOf = from.replicaOf;
  }

  get datastore(): { readonly type: string; readonly version: string } {
    return { type: this.version.datastore, version: this.version.name };
  }

  /** While Trove builds, nova is not asked; where there is no server, it is taken as shut down. */
  get condition(): Condition {
    const server = this.task === "BUILDING" ? "BUILD" : (this.server ?? "SHUTDOWN");
    return { task: this.task, server, service: this.service, backingUp: this.backingUp };
  }

  get status(): string {
    return statusOf(this.condition);
  }

  /** Puts the instance into a condition that shows this status, and that lasts until something else changes it. */
  set status(status: string) {
    Object.assign(this, conditionFor(status));
    if (status === "ACTIVE") this.setService("healthy");
  }

  get operatingStatus(): string {
    return operatingStatusOf(this.condition);
  }

  set operatingStatus(shown: string) {
    const service = (Object.keys(SERVICE_STATUSES) as ServiceStatus[]).find((one) => SERVICE_STATUSES[one] === shown);
    if (!service) throw new RangeError(`no service status shows as ${JSON.stringify(shown)}`);
    this.setService(service);
  }

  /** The time, as its cloud has it. */
  now(): Date {
    return this.#now();
  }

  setTask(task: Task): void {
    this.task = task;
    this.updated = this.now();
  }

  setService(service: ServiceStatus): void {
    this.service = service;
    this.#serviceUpdated = this.now();
  }

  /** When its guest last reported: a guest in service sends a heartbeat (`trove/common/cfg.py`, `agent_heartbeat_time`). */
  get serviceUpdated(): Date {
    const reported = this.#serviceUpdated.getTime();
    if (this.server !== "ACTIVE" || !HEARTBEATS.includes(this.service)) return this.#serviceUpdated;
    const elapsed = this.now().getTime() - reported;
    return new Date(reported + Math.floor(elapsed / HEARTBEAT_MS) * HEARTBEAT_MS);
  }

  get databases(): DatabaseRecord[] {
    return this.contents.databases;
  }

  set databases(databases: DatabaseRecord[]) {
    this.contents.databases = databases;
  }

  get users(): UserRecord[] {
    return this.contents.users;
  }

  set users(users: UserRecord[]) {
    this.contents.users = users;
  }

  user(name: string, host: string): UserRecord | undefined {
    return this.users.find((user) => user.name === name && user.host === host);
  }

  toJSON(): unknown {
    const { version: _, contents, ...rest } = this;
    return {
      ...rest,
      ...contents,
      status: this.status,
      operatingStatus: this.operatingStatus,
      datastore: this.datastore,
      serviceUpdated: this.serviceUpdated,
    };
  }
}
