import type { Settings } from "../options.ts";
import type { Scheduler } from "../scheduler.ts";
import { ApiFault, notFound } from "./api-fault.ts";
import type { Backup } from "./backups/backup.ts";
import type { ConfigurationGroup } from "./configurations/configuration-group.ts";
import { createDatastores, type Datastore } from "./datastores.ts";
import type { Instance } from "./instances/instance.ts";
import { Quotas } from "./quotas.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { type Behavior, behaviorOf } from "./release.ts";

/** All that Trove keeps. */
export class Cloud {
  readonly settings: Settings;
  readonly scheduler: Scheduler;
  readonly quotas: Quotas;
  readonly limiter: RateLimiter;
  /** What its release of Trove does. */
  readonly behavior: Behavior;
  readonly datastores: readonly Datastore[];
  /** `volume_support` of the datastores: an operator can switch it, and existing instances stay as they are. */
  hasVolumes: boolean;
  readonly #instances = new Map<string, Instance>();
  readonly #configurations = new Map<string, ConfigurationGroup>();
  readonly #backups = new Map<string, Backup>();
  #lastAddress = 10;

  constructor(settings: Settings, scheduler: Scheduler) {
    this.settings = settings;
    this.hasVolumes = settings.volumes;
    this.behavior = behaviorOf(settings.troveRelease);
    this.datastores = createDatastores(settings.troveRelease);
    this.scheduler = scheduler;
    this.quotas = new Quotas(settings, scheduler);
    this.limiter = new RateLimiter(settings.rate, () => settings.now() / 1000);
  }

  add(instance: Instance): void {
    this.#instances.set(instance.id, instance);
  }

  /** Takes an instance out at once, with all that was still to happen to it. */
  remove(id: string): void {
    this.scheduler.cancel(id);
    this.#instances.delete(id);
  }

  /** Changes a record by hand. A status that is set so lasts: what was under way is given up. */
  change(id: string, change: (instance: Instance) => void): void {
    const instance = this.#instances.get(id);
    if (!instance) throw new RangeError(`no instance ${id}`);
    const { status } = instance;
    change(instance);
    if (instance.status !== status) this.scheduler.cancel(id);
  }

  /** Also of other projects; `undefined` when there is none. */
  peek(id: string): Instance | undefined {
    return this.#instances.get(id);
  }

  /** Throws 404 for what is not this project's too. */
  instance(project: string, id: string): Instance {
    const found = this.#instances.get(id);
    if (!found || found.projectId !== project) throw notFound(id);
    return found;
  }

  instances(project?: string): Instance[] {
    const all = [...this.#instances.values()];
    return project === undefined ? all : all.filter((instance) => instance.projectId === project);
  }

  replicasOf(id: string): Instance[] {
    return this.instances().filter((instance) => instance.replicaOf === id);
  }

  /** Those that a configuration group is attached to, in the order of ids. */
  instancesWith(configurationId: string): Instance[] {
    return this.instances()
      .filter((instance) => instance.configurationId === configurationId)
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  addConfiguration(group: ConfigurationGroup): void {
    this.#configurations.set(group.id, group);
  }

  /** Also of other projects, and deleted. */
  peekConfiguration(id: string): ConfigurationGroup | undefined {
    return this.#configurations.get(id);
  }

  /** Throws 404 for what is not this project's too. */
  configuration(project: string, id: string): ConfigurationGroup {
    const found = this.configurations(project).find((group) => group.id === id);
    if (!found) throw new ApiFault(404, `Configuration group with ID ${id} could not be found.`);
    return found;
  }

  configurations(project: string): ConfigurationGroup[] {
    return [...this.#configurations.values()].filter((group) => group.projectId === project && !group.deleted);
  }

  addBackup(backup: Backup): void {
    this.#backups.set(backup.id, backup);
  }

  removeBackup(id: string): void {
    this.scheduler.cancel(id);
    this.#backups.delete(id);
  }

  peekBackup(id: string): Backup | undefined {
    return this.#backups.get(id);
  }

  /** Throws 404 for what is not this project's too. */
  backup(project: string, id: string): Backup {
    const found = this.#backups.get(id);
    if (!found || found.projectId !== project) throw notFound(id);
    return found;
  }

  backups(project: string): Backup[] {
    return [...this.#backups.values()].filter((backup) => backup.projectId === project);
  }

  runningBackups(instanceId: string): Backup[] {
    return [...this.#backups.values()].filter((backup) => backup.instanceId === instanceId && backup.isRunning);
  }

  /** The time, as this cloud has it. */
  now(): Date {
    return new Date(this.settings.now());
  }

  /** The last number of the next address. */
  nextAddress(): number {
    this.#lastAddress = (this.#lastAddress % 254) + 1;
    return this.#lastAddress;
  }

  /** Does later what belongs to an instance; not at all once that is gone. */
  later(instance: Instance, seconds: number, work: () => void): void {
    this.scheduler.after(seconds, instance.id, work);
  }
}
