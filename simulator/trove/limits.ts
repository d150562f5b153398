import { ApiFault } from "./api-fault.ts";
import type { Call } from "./call.ts";
import type { Resource } from "./quotas.ts";
import { cutFormat } from "./user-path.ts";

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
  const tenant = cutFormat(call.parameter("tenant")).id;
  if (tenant !== call.project && !call.isAdmin) {
    throw new ApiFault(403, `Operation not allowed for tenant ${call.project}.`);
  }
  const { quotas } = call.cloud;
  const usage = quotas.usage(tenant);
  return {
    quotas: (Object.keys(usage) as Resource[]).map((resource) => ({
      resource,
      in_use: usage[resource].inUse,
      reserved: usage[resource].reserved,
      limit: quotas.limits[resource],
    })),
  };
}

/** The refusal of operators' requests. */
export function adminsAlone({ isAdmin }: Call): never {
  if (isAdmin) throw new ApiFault(404, "The resource could not be found.");
  throw new ApiFault(401, "User does not have admin privileges.");
}
