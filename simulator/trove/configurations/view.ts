import type { Call } from "../call.ts";
import { JsonFloat } from "../json.ts";
import { naiveTime } from "../naive-time.ts";
import type { ConfigurationGroup } from "./configuration-group.ts";
import type { Values } from "./validate-values.ts";

/** A group in a list (`trove/configuration/views.py`, `ConfigurationView`). */
export function summaryView(group: ConfigurationGroup): Record<string, unknown> {
  const { id, name, description = null, created, updated, version } = group;
  return {
    id,
    name,
    description,
    created: naiveTime(created),
    updated: naiveTime(updated),
    datastore_version_id: version.id,
    datastore_name: version.datastore,
    datastore_version_name: version.name,
  };
}

/** `DetailedConfigurationView`. The response to a create has the values as they were sent. */
export function groupView(call: Call, group: ConfigurationGroup, values: Values = group.values): unknown {
  return {
    configuration: {
      ...summaryView(group),
      values: masked(values),
      instance_count: call.cloud.instancesWith(group.id).length,
      datastore_version_number: group.version.name,
    },
  };
}

/** oslo's `mask_dict_password`: masks by the name alone. */
function masked(values: Values): Values {
  const shown = ([key, value]: [string, unknown]): [string, unknown] => {
    if (/password|token|secret/i.test(key)) return [key, "***"];
    if (typeof value === "bigint") return [key, digits(value)];
    return [key, value instanceof JsonFloat ? value.value : value];
  };
  return Object.fromEntries(Object.entries(values).map(shown));
}

/** JSON with all digits. Node has `JSON.rawJSON` since 21; the library of TypeScript lacks it. */
function digits(value: bigint): unknown {
  const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
  return rawJSON(String(value));
}
