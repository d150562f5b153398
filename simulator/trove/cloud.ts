import type { Settings } from "../options.ts";
import type { Scheduler } from "../scheduler.ts";
import { notFound } from "./api-fault.ts";
import { createDatastores, type Datastore } from "./datastores.ts";
import type { Instance } from "./instances/instance.ts";
import { Quotas } from "./quotas.ts";
import { RateLimiter } from "./rate-limiter.ts";

/** All that Trove keeps. */
export class Cloud {
  readonly settings: Settings;
  readonly scheduler: Scheduler;
  readonly quotas: Quotas;
  readonly limiter: RateLimiter;
  readonly datastores: readonly Datastore[] = createDatastores();
  readonly #instances = new Map<string, Instance>();
  #lastAddress = 10;

  constructor(settings: Settings, scheduler: Scheduler) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.quotas = new Quotas(settings, scheduler);
    this.limiter = new RateLimiter(settings.rate, () => Date.now() / 1000);
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
