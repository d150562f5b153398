import { z } from "zod";
import { recordOf } from "../request/list-of.ts";
import { utcTimestamp } from "../request/timestamps.ts";
import type { ConfigurationGroup, ConfigurationSummary } from "../types.ts";

/** `trove/configuration/views.py`: `ConfigurationView`, in the list. */
export const wireSummary = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  datastore_name: z.string().nullish(),
  datastore_version_name: z.string().nullish(),
  datastore_version_id: z.string().nullish(),
  created: z.string().nullish(),
  updated: z.string().nullish(),
});

/** `trove/configuration/views.py`: `DetailedConfigurationView`. */
export const wireGroup = wireSummary.extend({
  values: recordOf(z.union([z.string(), z.number(), z.boolean(), z.bigint()])),
  instance_count: z.number().nullish(),
});

export function fromWireSummary(wire: z.infer<typeof wireSummary>): ConfigurationSummary {
  return {
    id: wire.id,
    name: wire.name,
    description: wire.description ?? undefined,
    datastoreType: wire.datastore_name ?? "",
    datastoreVersion: wire.datastore_version_name ?? "",
    datastoreVersionId: wire.datastore_version_id ?? "",
    created: utcTimestamp(wire.created),
    updated: utcTimestamp(wire.updated),
  };
}

export function fromWireGroup(wire: z.infer<typeof wireGroup>): ConfigurationGroup {
  return { ...fromWireSummary(wire), values: wire.values, instanceCount: wire.instance_count ?? 0 };
}
