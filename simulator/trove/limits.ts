import { ApiFault } from "./api-fault.ts";
import type { Call } from "./call.ts";
import type { Resource } from "./quotas.ts";

/** `GET /limits`: the quotas, and the remaining requests of each method. */
export function showLimits({ cloud, project }: Call): unknown {
  const { limits } = cloud.quotas;
  const absolute = {
    verb: "ABSOLUTE",
    max_instances: limits.instances,
    max_ram: limits.ram,
    max_backups: limits.backups,
    max_volumes: limits.volumes,
  };
  const rates = cloud.limiter.buckets(project).map(({ nextRequest = cloud.settings.now() / 1000, ...bucket }) => ({
    nextAvailable: new Date(Math.floor(nextRequest) * 1000).toISOString().replace(".000Z", "Z"),
    remaining: bucket.remaining,
    unit: "MINUTE",
    value: bucket.value,
    verb: bucket.verb,
    uri: bucket.uri,
    regex: bucket.regex,
  }));
  return { limits: [absolute, ...rates] };
}

/** `GET /mgmt/quotas/{project}`: open to all for their own project. */
export function showQuotas(call: Call): unknown {
  if (call.parameter("tenant") !== call.project && !call.isAdmin) throw adminOnly();
  const { quotas } = call.cloud;
  const usage = quotas.usage(call.parameter("tenant"));
  return {
    quotas: (Object.keys(usage) as Resource[]).map((resource) => ({
      resource,
      in_use: usage[resource].inUse,
      reserved: usage[resource].reserved,
      limit: quotas.limits[resource],
    })),
  };
}

export function adminOnly(): ApiFault {
  return new ApiFault(401, "User does not have admin privileges.");
}
