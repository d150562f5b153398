import type { Cloud } from "../openstack/credentials.ts";
import type { Session } from "../openstack/session.ts";
import { BackupStrategies } from "./backups/backup-strategies.ts";
import { Backups } from "./backups/backups.ts";
import { Configurations } from "./configurations/configurations.ts";
import { Datastores } from "./datastores.ts";
import { Flavors } from "./flavors.ts";
import { Databases } from "./guest/databases.ts";
import { Root } from "./guest/root.ts";
import { Users } from "./guest/users.ts";
import { Instances } from "./instances/instances.ts";
import { Limits } from "./limits/limits.ts";
import type { CallOptions } from "./types.ts";

/**
 * Trove's API for one project of one cloud, as the provider and `TroveClient` use it. The first call authenticates.
 *
 * @example
 * for await (const instance of client.instances.list()) {
 *   console.log(instance.name, instance.status);
 * }
 */
export class TroveApi {
  readonly instances: Instances;
  readonly databases: Databases;
  readonly users: Users;
  readonly root: Root;
  readonly configurations: Configurations;
  readonly backups: Backups;
  readonly backupStrategies: BackupStrategies;
  readonly flavors: Flavors;
  readonly datastores: Datastores;
  readonly limits: Limits;
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
    this.instances = new Instances(session);
    this.databases = new Databases(session);
    this.users = new Users(session);
    this.root = new Root(session);
    this.configurations = new Configurations(session);
    this.backups = new Backups(session);
    this.backupStrategies = new BackupStrategies(session);
    this.flavors = new Flavors(session);
    this.datastores = new Datastores(session);
    this.limits = new Limits(session);
    session.fetchRatesWith((signal) => this.limits.get({ signal }));
  }

  /** Returns the project, the region and the endpoint. Authenticates if necessary. */
  cloud(options: CallOptions = {}): Promise<Cloud> {
    return this.#session.cloud(options.signal);
  }

  /** Requests of a verb per minute that Trove accepts from this project; `undefined` until it has answered `/limits`. */
  perMinute(verb: string): number | undefined {
    return this.#session.perMinute(verb);
  }

  /** Writes started plus writes finished: any change invalidates cached lists. */
  changes(): number {
    return this.#session.changes();
  }

  /** DELETEs started plus DELETEs finished. */
  deletes(): number {
    return this.#session.deletes();
  }

  /** The time of the server's clock, in milliseconds since the epoch; `undefined` before its first response. */
  serverNow(): number | undefined {
    return this.#session.serverNow();
  }
}
