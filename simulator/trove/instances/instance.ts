import { randomUUID } from "node:crypto";
import type { DatabaseServer, DatabaseServers } from "../../guest/database-server.ts";
import { Queue } from "../../guest/queue.ts";
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
  readonly servers: DatabaseServers;
  readonly now: () => Date;
}

const HEARTBEAT_MS = 10_000;
/** The statuses in which the guest agent sends heartbeats. */
const HEARTBEATS: readonly ServiceStatus[] = ["running", "healthy", "shutdown", "crashed", "blocked"];

/** The live record of an instance: what Trove, nova, cinder and the guest agent store about it. */
export class Instance {
  readonly id = randomUUID() as string;
  readonly projectId: string;
  name: string;
  /** The flavor's id. */
  flavor: string;
  /** GB; 0 if the cloud has no volumes. */
  volume: { size: number; type: string | undefined };
  version: DatastoreVersion;
  readonly region: string;
  nics: readonly NicRecord[];
  availabilityZone: string | undefined;
  locality: string | undefined;
  /** With the API's keys (`is_public`, `allowed_cidrs`); `undefined` if it was never set. */
  access: Readonly<Record<string, unknown>> | undefined;
  configurationId: string | undefined;
  replicaOf: string | undefined;
  addresses: AddressRecord[] = [];
  fault: FaultRecord | undefined;

  /** The databases and users; a replica shares its source's. */
  contents: Contents = { databases: [], users: [] };
  readonly databaseServer: DatabaseServer;
  /** The calls that change something in the guest agent, which performs them one after another. */
  readonly calls = new Queue();
  rootPassword: string | undefined;
  /** When root was enabled, and when it was last disabled. */
  rootEnabled: Date | undefined;
  rootDisabled: Date | undefined;
  /** Whether its server has the tag by which Trove 26 lists servers. Earlier releases did not set it. */
  tagged = true;

  task: Task = "BUILDING";
  /** Nova's status; `undefined` if the server does not exist, or not yet. */
  server: string | undefined;
  /** Whether a server was ever created. */
  hadServer = false;
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
    this.databaseServer = from.servers.create(this.id, from.version.datastore, () => this.#noteDown());
  }

  get datastore(): { readonly type: string; readonly version: string } {
    return { type: this.version.datastore, version: this.version.name };
  }

  /** While it builds, Trove does not ask nova. A missing server counts as shut down. */
  get condition(): Condition {
    const server = this.task === "BUILDING" ? "BUILD" : (this.server ?? "SHUTDOWN");
    return { task: this.task, server, service: this.service, backingUp: this.backingUp };
  }

  get status(): string {
    return statusOf(this.condition);
  }

  /** Sets the condition that shows this status. It stays until an operation changes it. */
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

  /** The time on the cloud's clock. */
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

  /** The guest agent reports how the database server is, which should run. */
  reportServer(): void {
    this.setService(this.databaseServer.isDown ? "crashed" : "healthy");
  }

  /** The guest agent also looks at it regularly, except during an operation, which reports at its end. */
  #noteDown(): void {
    if (this.service === "healthy" || this.service === "running") this.reportServer();
  }

  /** The time of the guest agent's last heartbeat (`trove/common/cfg.py`, `agent_heartbeat_time`). */
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
    const { version: _, databaseServer: _server, calls: _calls, contents, ...rest } = this;
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
