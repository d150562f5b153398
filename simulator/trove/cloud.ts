import { randomUUID } from "node:crypto";
import type { DatabaseServers } from "../guest/database-server.ts";
import type { Settings } from "../options.ts";
import type { Scheduler } from "../scheduler.ts";
import { ApiFault, notFound } from "./api-fault.ts";
import type { Backup } from "./backups/backup.ts";
import { BackupStrategies } from "./backups/backup-strategy.ts";
import type { ConfigurationGroup } from "./configurations/configuration-group.ts";
import { chooseDefault, createDatastores, type Datastore } from "./datastores.ts";
import type { Instance } from "./instances/instance.ts";
import type { Module } from "./modules/module.ts";
import { Quotas } from "./quotas.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { type Behavior, behaviorOf } from "./release.ts";

/** Called when an instance is added or removed. */
export interface InstanceObserver {
  added(instance: Instance): void;
  removed(instance: Instance): void;
}

/** The state of Trove: instances, configuration groups, backups, quotas. */
export class Cloud {
  readonly settings: Settings;
  readonly scheduler: Scheduler;
  readonly quotas: Quotas;
  readonly limiter: RateLimiter;
  readonly servers: DatabaseServers;
  readonly strategies = new BackupStrategies();
  /** The behavior of the simulated release. */
  readonly behavior: Behavior;
  readonly datastores: readonly Datastore[];
  /** The name of the datastore of a create that names none. */
  readonly defaultDatastore: string;
  /** `volume_support` of the datastores. An operator can change it; existing instances do not change. */
  hasVolumes: boolean;
  observer: InstanceObserver | undefined;
  readonly #instances = new Map<string, Instance>();
  readonly #invisible: { readonly id: string; readonly projectId: string }[] = [];
  readonly #configurations = new Map<string, ConfigurationGroup>();
  readonly #backups = new Map<string, Backup>();
  readonly #modules = new Map<string, Module>();
  #lastAddress = 10;

  constructor(settings: Settings, scheduler: Scheduler, servers: DatabaseServers) {
    this.servers = servers;
    this.settings = settings;
    this.hasVolumes = settings.volumes;
    this.behavior = behaviorOf(settings.troveRelease);
    this.datastores = createDatastores(settings.troveRelease);
    this.defaultDatastore = chooseDefault(servers.programs, this.behavior);
    this.scheduler = scheduler;
    this.quotas = new Quotas(settings, scheduler);
    this.limiter = new RateLimiter(settings.rate, () => settings.now() / 1000);
  }

  add(instance: Instance): void {
    this.#instances.set(instance.id, instance);
    this.observer?.added(instance);
  }

  /** Removes an instance immediately and cancels its scheduled work. */
  remove(id: string): void {
    this.scheduler.cancel(id);
    const instance = this.#instances.get(id);
    void instance?.databaseServer.remove();
    this.#instances.delete(id);
    if (instance) this.observer?.removed(instance);
  }

  /** Changes a record directly. Setting a status cancels the operation in progress, so the status stays. */
  change(id: string, change: (instance: Instance) => void): void {
    const instance = this.#instances.get(id);
    if (!instance) throw new RangeError(`no instance ${id}`);
    const { status } = instance;
    change(instance);
    if (instance.status !== status) this.scheduler.cancel(id);
  }

  /** Also finds instances of other projects; `undefined` if there is none. */
  peek(id: string): Instance | undefined {
    return this.#instances.get(id);
  }

  /** Throws 404 if there is none in the project. */
  instance(project: string, id: string): Instance {
    const found = this.#instances.get(id);
    if (!found || found.projectId !== project) throw notFound(id);
    return found;
  }

  instances(project?: string): Instance[] {
    const all = [...this.#instances.values()];
    return project === undefined ? all : all.filter((instance) => instance.projectId === project);
  }

  /** Runs a check. If it fails, the row of a refused create remains: no request shows it, but it takes part in paging. */
  leavingRow(projectId: string, check: () => void): void {
    try {
      check();
    } catch (error) {
      this.#invisible.push({ id: randomUUID(), projectId });
      throw error;
    }
  }

  /** The ids of the project's rows that no request shows. */
  invisibleRows(projectId: string): { readonly id: string }[] {
    return this.#invisible.filter((row) => row.projectId === projectId);
  }

  replicasOf(id: string): Instance[] {
    return this.instances().filter((instance) => instance.replicaOf === id);
  }

  /** The instances that a configuration group is attached to, ordered by id. */
  instancesWith(configurationId: string): Instance[] {
    return this.instances()
      .filter((instance) => instance.configurationId === configurationId)
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  addConfiguration(group: ConfigurationGroup): void {
    this.#configurations.set(group.id, group);
  }

  /** Also finds groups of other projects, and deleted ones. */
  peekConfiguration(id: string): ConfigurationGroup | undefined {
    return this.#configurations.get(id);
  }

  /** Throws 404 if there is none in the project; `undefined` is any project. */
  configuration(project: string | undefined, id: string): ConfigurationGroup {
    const found = this.configurations(project).find((group) => group.id === id);
    if (!found) throw new ApiFault(404, `Configuration group with ID ${id} could not be found.`);
    return found;
  }

  configurations(project?: string): ConfigurationGroup[] {
    const all = [...this.#configurations.values()].filter(({ deleted }) => !deleted);
    return project === undefined ? all : all.filter(({ projectId }) => projectId === project);
  }

  addBackup(backup: Backup): void {
    this.#backups.set(backup.id, backup);
  }

  removeBackup(id: string): void {
    this.scheduler.cancel(id);
    void this.#backups.get(id)?.data?.remove();
    this.#backups.delete(id);
  }

  peekBackup(id: string): Backup | undefined {
    return this.#backups.get(id);
  }

  /** Throws 404 if there is none in the project; `undefined` is any project. */
  backup(project: string | undefined, id: string): Backup {
    const found = this.#backups.get(id);
    if (!found || (project !== undefined && found.projectId !== project)) throw notFound(id);
    return found;
  }

  backups(project?: string): Backup[] {
    const all = [...this.#backups.values()];
    return project === undefined ? all : all.filter(({ projectId }) => projectId === project);
  }

  runningBackups(instanceId: string): Backup[] {
    return [...this.#backups.values()].filter((backup) => backup.instanceId === instanceId && backup.isRunning);
  }

  addModule(module: Module): void {
    this.#modules.set(module.id, module);
  }

  removeModule(id: string): void {
    this.#modules.delete(id);
  }

  modules(project: string): Module[] {
    return [...this.#modules.values()].filter((module) => module.projectId === project);
  }

  /** The time on the cloud's clock. */
  now(): Date {
    return new Date(this.settings.now());
  }

  /** The last octet of the next IP address. */
  nextAddress(): number {
    this.#lastAddress = (this.#lastAddress % 254) + 1;
    return this.#lastAddress;
  }

  /** Runs an instance's work after `seconds`, unless the instance is removed before. */
  later(instance: Instance, seconds: number, work: () => unknown): void {
    this.scheduler.after(seconds, instance.id, work);
  }

  /** Runs an instance's work once its database server is done, unless the instance is removed before. */
  when<T>(instance: Instance, done: Promise<T>, work: (result: T) => void): void {
    this.scheduler.when(done, instance.id, work);
  }
}
