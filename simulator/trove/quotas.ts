import type { Settings } from "../options.ts";
import type { Scheduler } from "../scheduler.ts";
import { ApiFault, internalError } from "./api-fault.ts";

export type Resource = "instances" | "ram" | "volumes" | "backups";
export type Deltas = Readonly<Partial<Record<Resource, number>>>;

interface Usage {
  inUse: number;
  /** Always 0: the simulator charges within one request. */
  readonly reserved: number;
}

/** Seconds of an insert: long enough for two concurrent requests to collide. */
const INSERT_SECONDS = 0.05;

/** The limits and the usage of each project (`trove/quota/quota.py`). */
export class Quotas {
  readonly limits: Readonly<Record<Resource, number>>;
  readonly #usage = new Map<string, Record<Resource, Usage>>();
  readonly #inserting = new Set<string>();
  readonly #scheduler: Scheduler;

  constructor(settings: Settings, scheduler: Scheduler) {
    this.limits = { instances: settings.maxInstances, ram: -1, backups: 50, volumes: settings.maxVolumes };
    this.#scheduler = scheduler;
  }

  usage(project: string): Readonly<Record<Resource, Readonly<Usage>>> {
    return this.#usage.get(project) ?? emptyUsage();
  }

  /** The first request of a project inserts its rows; concurrent ones fail on the unique key with 500. */
  async prepare(project: string): Promise<void> {
    if (this.#usage.has(project)) return;
    if (this.#inserting.has(project)) throw internalError();
    this.#inserting.add(project);
    await this.#scheduler.sleep(INSERT_SECONDS);
    this.#inserting.delete(project);
    this.#usage.set(project, emptyUsage());
  }

  /** Adds the deltas to the usage. Throws 413, and adds none, if a positive one exceeds its limit. */
  charge(project: string, deltas: Deltas): void {
    const usage = this.#usage.get(project) ?? emptyUsage();
    this.#usage.set(project, usage);
    const entries = Object.entries(deltas) as [Resource, number][];
    const over = entries.filter(
      ([resource, delta]) =>
        delta > 0 && this.limits[resource] >= 0 && usage[resource].inUse + delta > this.limits[resource],
    );
    if (over.length > 0) {
      const names = over.map(([resource]) => `'${resource}'`).sort();
      throw new ApiFault(413, `Quota exceeded for resources: [${names.join(", ")}].`);
    }
    for (const [resource, delta] of entries) usage[resource].inUse = Math.max(0, usage[resource].inUse + delta);
  }
}

function emptyUsage(): Record<Resource, Usage> {
  const none = (): Usage => ({ inUse: 0, reserved: 0 });
  return { instances: none(), ram: none(), backups: none(), volumes: none() };
}
