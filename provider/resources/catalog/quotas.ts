import { warnOnce } from "../../core/log.ts";
import type { Flavor, Limits } from "../../trove/types.ts";
import { listProjectBackups } from "../backups/list-project-backups.ts";
import type { Context } from "../context.ts";
import { listFlavors, ramOf } from "./flavors.ts";
import { listProjectInstances } from "./project-instances.ts";

/** What an instance counts for in the quotas of its project. */
export interface QuotaUse {
  readonly instances: number;
  /** GiB */
  readonly volumeSize: number;
  /** By id or name. */
  readonly flavor: string | undefined;
}

/**
 * Adds one resource to what this preview would use, and warns of each quota that the sum exceeds.
 *
 * @param before what the existing instance counts for: a smaller volume or flavor frees nothing
 */
export async function warnOfQuotas(after: QuotaUse, before: QuotaUse | undefined, context: Context): Promise<void> {
  const { quotaPlan: planned } = context;
  const flavors = await listFlavors(context);
  planned.instances += after.instances - (before?.instances ?? 0);
  planned.volumeSize += Math.max(0, after.volumeSize - (before?.volumeSize ?? 0));
  planned.ram += Math.max(0, ramOf(after.flavor, flavors) - ramOf(before?.flavor, flavors));
  const { limits, used } = await context.cache.once("quota", () => fetchQuota(context, flavors));
  for (const [unit, limit, inUse, added] of [
    ["instances", limits.maxInstances, used.instances, planned.instances],
    ["GiB of volumes", limits.maxVolumes, used.volumeSize, planned.volumeSize],
    ["MiB of memory", limits.maxRam, used.ram, planned.ram],
  ] as const) {
    await warnIfExceeded({ unit, limit, inUse, added }, context);
  }
}

/** Adds one backup to what this preview would use, and warns if the sum exceeds the quota. */
export async function warnOfBackupQuota(context: Context): Promise<void> {
  const { cache, quotaPlan: planned, signal, trove } = context;
  planned.backups += 1;
  const { limit, inUse } = await cache.once("quota of backups", async () => ({
    limit: (await trove.limits.get({ signal })).absolute.maxBackups,
    inUse: (await listProjectBackups(context)).length,
  }));
  await warnIfExceeded({ unit: "backups", limit, inUse, added: planned.backups }, context);
}

interface Use {
  readonly unit: string;
  readonly limit: number | undefined;
  readonly inUse: number;
  readonly added: number;
}

async function warnIfExceeded({ unit, limit, inUse, added }: Use, context: Context): Promise<void> {
  if (added === 0 || limit === undefined || limit < 0 || inUse + added <= limit) return;
  await warnOnce(
    context,
    `quota of ${unit}`,
    `Quota would be exceeded: ${limit} ${unit} allowed, ${inUse} in use, this preview adds at least ${added}.`,
  );
}

interface Quota {
  readonly limits: Limits["absolute"];
  readonly used: { readonly instances: number; readonly volumeSize: number; readonly ram: number };
}

/** Counts the usage from the list of instances: Trove's own figures drift (`trove/quota/quota.py`). */
async function fetchQuota(context: Context, flavors: readonly Flavor[]): Promise<Quota> {
  const { absolute } = await context.trove.limits.get({ signal: context.signal });
  const instances = await listProjectInstances(context);
  return {
    limits: absolute,
    used: {
      instances: instances.length,
      volumeSize: instances.reduce((sum, { volumeSize = 0 }) => sum + volumeSize, 0),
      ram: instances.reduce((sum, { flavorId }) => sum + (flavors.find(({ id }) => id === flavorId)?.ram ?? 0), 0),
    },
  };
}
