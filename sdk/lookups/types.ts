// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import type { Input } from "@pulumi/pulumi";

import type { Access, Address, Endpoint } from "../kinds/instance.ts";

import type { TroveInstanceReference } from "../references.ts";

export interface GetInstanceArgs {
  /** The id of the instance. Either `id` or `name` is required. */
  id?: string | undefined;
  /** The name of the instance. */
  name?: string | undefined;
}

export interface GetInstanceOutputArgs {
  /** The id of the instance. Either `id` or `name` is required. */
  id?: Input<string | undefined>;
  /** The name of the instance. */
  name?: Input<string | undefined>;
}

export interface GetInstanceResult {
  /** The id of the instance. */
  readonly id: string;
  /** The name of the instance. */
  readonly name: string;
  /** The status that Trove reports: `ACTIVE`, `RESTART_REQUIRED`, … */
  readonly status: string;
  /** The status of the database itself, as the guest agent reports it: `HEALTHY`, … */
  readonly operatingStatus: string;
  /** The id of the flavor. `getFlavors` has its name. */
  readonly flavorId: string;
  /** The name of the datastore: `mysql`, … */
  readonly datastoreType: string;
  /** The name of the datastore version. */
  readonly datastoreVersion: string;
  /** The size of the volume in GiB. Absent if the datastore has no volume. */
  readonly volumeSize?: number;
  /**
   * Every address, with the id of its network if the cloud reports it. Empty if the cloud reports a host name instead.
   */
  readonly addresses: Address[];
  /**
   * Where to connect: the host name, else the private address, else the public one, and the port that Trove opens for
   * the datastore. Absent if the cloud reports none of the three, and for a datastore whose name is not one of Trove's
   * own: `mysql`, `mariadb`, `percona`, `pxc`, `postgresql`, `mongodb`, `redis`, `cassandra`, `couchbase`, `couchdb`,
   * `db2`, `vertica`.
   */
  readonly endpoint?: Endpoint;
  /**
   * The host to connect to: the host name, else the private address, else the public one. Absent if the cloud reports
   * none of the three.
   */
  readonly host?: string;
  /** The port that Trove opens for the datastore. Absent for a datastore without an `endpoint`. */
  readonly port?: number;
  /** The private address and the port. Absent if there is no private address, and when `endpoint` is. */
  readonly privateEndpoint?: Endpoint;
  /** The public address and the port. Absent if there is no public address, and when `endpoint` is. */
  readonly publicEndpoint?: Endpoint;
  /** When Trove created the instance: ISO 8601, in UTC. Absent if the cloud does not report it. */
  readonly created?: string;
  /** The id of the instance's project. */
  readonly projectId: string;
  /** The instance's region. */
  readonly region: string;
  /** The id of the attached configuration group. */
  readonly configuration?: string;
  /** The id of the instance that this one replicates. */
  readonly replicaOf?: string;
  /** The ids of the replicas of this instance. */
  readonly replicas: string[];
  /** Who may connect. Absent if it was never set. */
  readonly access?: Access;
}

export interface GetInstancesResult {
  /** The instances, ordered by name, each with the results of `getInstance`. */
  readonly instances: InstanceDetails[];
}

export interface GetFlavorsResult {
  /** The flavors, the smallest first. */
  readonly flavors: FlavorDetails[];
}

export interface GetDatastoresResult {
  /** The datastores. */
  readonly datastores: DatastoreDetails[];
}

export interface GetBackupArgs {
  /** The id of the backup. Not with other arguments. */
  id?: string | undefined;
  /** The name of the backup. */
  name?: string | undefined;
  /** The id of the instance, which need not exist any more. */
  instance?: string | undefined;
  /**
   * Choose the last created of several backups that an instance can be restored from: those that are `COMPLETED`.
   *
   * @default false
   */
  mostRecent?: boolean | undefined;
}

export interface GetBackupOutputArgs {
  /** The id of the backup. Not with other arguments. */
  id?: Input<string | undefined>;
  /** The name of the backup. */
  name?: Input<string | undefined>;
  /** The id of the instance, which need not exist any more. */
  instance?: Input<string | undefined> | TroveInstanceReference;
  /**
   * Choose the last created of several backups that an instance can be restored from: those that are `COMPLETED`.
   *
   * @default false
   */
  mostRecent?: Input<boolean | undefined>;
}

export interface GetBackupResult {
  /** The id of the backup, for the `restorePoint` of an instance. */
  readonly id: string;
  /** The name of the backup. */
  readonly name: string;
  /** The description of the backup. */
  readonly description?: string;
  /** `COMPLETED`, `FAILED`, or the status of a backup that is running: `NEW`, `BUILDING`, `SAVING`. */
  readonly status: string;
  /** The id of the instance, which may no longer exist. */
  readonly instance?: string;
  /** The id of the backup that this incremental one is based on. Absent for a full backup. */
  readonly parentId?: string;
  /** The size in GB. Absent until the backup is completed. */
  readonly size?: number;
  /** The name of the datastore. */
  readonly datastoreType: string;
  /** The name of the datastore version. */
  readonly datastoreVersion: string;
  /** The URL of the data in the object store. Absent until the backup is completed. */
  readonly locationRef?: string;
  /** When the backup was created: ISO 8601, in UTC. */
  readonly created?: string;
}

export interface GetBackupsArgs {
  /**
   * The id of the instance, which need not exist any more.
   *
   * @default the backups of all instances
   */
  instance?: string | undefined;
}

export interface GetBackupsOutputArgs {
  /**
   * The id of the instance, which need not exist any more.
   *
   * @default the backups of all instances
   */
  instance?: Input<string | undefined> | TroveInstanceReference;
}

export interface GetBackupsResult {
  /** The backups, the last created first, each with the results of `getBackup`. */
  readonly backups: BackupDetails[];
}

export interface GetConfigurationParametersArgs {
  /** The datastore, by name or by id: `mysql`, `mariadb`, `postgresql`, … */
  datastoreType: string;
  /**
   * The version, by name or by id. It need not be active.
   *
   * @default the datastore's default version
   */
  datastoreVersion?: string | undefined;
}

export interface GetConfigurationParametersOutputArgs {
  /** The datastore, by name or by id: `mysql`, `mariadb`, `postgresql`, … */
  datastoreType: Input<string>;
  /**
   * The version, by name or by id. It need not be active.
   *
   * @default the datastore's default version
   */
  datastoreVersion?: Input<string | undefined>;
}

export interface GetConfigurationParametersResult {
  /** The name of the datastore. */
  readonly datastoreType: string;
  /** The name of the version. */
  readonly datastoreVersion: string;
  /** The id of the version. */
  readonly datastoreVersionId: string;
  /** The parameters, ordered by name. */
  readonly parameters: ConfigurationParameter[];
}

export interface GetLimitsResult {
  /** The number of instances. Absent if there is no limit. */
  readonly maxInstances?: number;
  /** The memory of all instances in MiB. Absent if there is no limit. */
  readonly maxRam?: number;
  /** The size of all volumes together in GiB. Absent if there is no limit. */
  readonly maxVolumes?: number;
  /** The number of backups. Absent if there is no limit. */
  readonly maxBackups?: number;
  /** The rate limits, one for each HTTP method. Empty if there are none. */
  readonly rates: RateLimit[];
}

export interface InstanceDetails {
  /** The id of the instance. */
  readonly id: string;
  /** The name of the instance. */
  readonly name: string;
  /** The status that Trove reports: `ACTIVE`, `RESTART_REQUIRED`, … */
  readonly status: string;
  /** The status of the database itself, as the guest agent reports it: `HEALTHY`, … */
  readonly operatingStatus: string;
  /** The id of the flavor. `getFlavors` has its name. */
  readonly flavorId: string;
  /** The name of the datastore: `mysql`, … */
  readonly datastoreType: string;
  /** The name of the datastore version. */
  readonly datastoreVersion: string;
  /** The size of the volume in GiB. Absent if the datastore has no volume. */
  readonly volumeSize?: number;
  /**
   * Every address, with the id of its network if the cloud reports it. Empty if the cloud reports a host name instead.
   */
  readonly addresses: Address[];
  /**
   * Where to connect: the host name, else the private address, else the public one, and the port that Trove opens for
   * the datastore. Absent if the cloud reports none of the three, and for a datastore whose name is not one of Trove's
   * own: `mysql`, `mariadb`, `percona`, `pxc`, `postgresql`, `mongodb`, `redis`, `cassandra`, `couchbase`, `couchdb`,
   * `db2`, `vertica`.
   */
  readonly endpoint?: Endpoint;
  /**
   * The host to connect to: the host name, else the private address, else the public one. Absent if the cloud reports
   * none of the three.
   */
  readonly host?: string;
  /** The port that Trove opens for the datastore. Absent for a datastore without an `endpoint`. */
  readonly port?: number;
  /** The private address and the port. Absent if there is no private address, and when `endpoint` is. */
  readonly privateEndpoint?: Endpoint;
  /** The public address and the port. Absent if there is no public address, and when `endpoint` is. */
  readonly publicEndpoint?: Endpoint;
  /** When Trove created the instance: ISO 8601, in UTC. Absent if the cloud does not report it. */
  readonly created?: string;
  /** The id of the instance's project. */
  readonly projectId: string;
  /** The instance's region. */
  readonly region: string;
  /** The id of the attached configuration group. */
  readonly configuration?: string;
  /** The id of the instance that this one replicates. */
  readonly replicaOf?: string;
  /** The ids of the replicas of this instance. */
  readonly replicas: string[];
  /** Who may connect. Absent if it was never set. */
  readonly access?: Access;
}

export interface FlavorDetails {
  /** The id of the flavor. */
  readonly id: string;
  /** The name of the flavor: `m1.small`, … */
  readonly name: string;
  /** The memory in MiB. */
  readonly ram: number;
  /** The number of virtual CPUs. Absent if the cloud does not report it. */
  readonly vcpus?: number;
  /** The size of the server's own disk in GB, which is not the volume. Absent if the cloud does not report it. */
  readonly disk?: number;
}

export interface DatastoreDetails {
  /** The id of the datastore. */
  readonly id: string;
  /** The name of the datastore: `mysql`, … */
  readonly name: string;
  /**
   * The name of the version that an instance gets if its program declares none. Absent if the datastore has no default.
   */
  readonly defaultVersion?: string;
  /** The id of that version. */
  readonly defaultVersionId?: string;
  /** The active versions. */
  readonly versions: DatastoreVersion[];
}

export interface DatastoreVersion {
  /** The id of the version. */
  readonly id: string;
  /** The name of the version: `8.0.29`, … */
  readonly name: string;
}

export interface BackupDetails {
  /** The id of the backup, for the `restorePoint` of an instance. */
  readonly id: string;
  /** The name of the backup. */
  readonly name: string;
  /** The description of the backup. */
  readonly description?: string;
  /** `COMPLETED`, `FAILED`, or the status of a backup that is running: `NEW`, `BUILDING`, `SAVING`. */
  readonly status: string;
  /** The id of the instance, which may no longer exist. */
  readonly instance?: string;
  /** The id of the backup that this incremental one is based on. Absent for a full backup. */
  readonly parentId?: string;
  /** The size in GB. Absent until the backup is completed. */
  readonly size?: number;
  /** The name of the datastore. */
  readonly datastoreType: string;
  /** The name of the datastore version. */
  readonly datastoreVersion: string;
  /** The URL of the data in the object store. Absent until the backup is completed. */
  readonly locationRef?: string;
  /** When the backup was created: ISO 8601, in UTC. */
  readonly created?: string;
}

export interface ConfigurationParameter {
  /** The name of the parameter, a key of the `values` of a configuration group. */
  readonly name: string;
  /** The type of its value: `string`, `integer`, `float` or `boolean`. */
  readonly type: "string" | "integer" | "float" | "boolean";
  /** Whether a new value takes effect only after a restart of the database. */
  readonly restartRequired: boolean;
  /** The least value. Absent if there is no limit. */
  readonly min?: number;
  /** The greatest value. Absent if there is no limit. */
  readonly max?: number;
}

export interface RateLimit {
  /** The HTTP method: `GET`, `POST`, `PUT`, `PATCH` or `DELETE`. */
  readonly verb: string;
  /** The number of requests. */
  readonly value: number;
  /** The time in which Trove accepts them: `SECOND`, `MINUTE`, `HOUR` or `DAY`. */
  readonly unit: string;
}
