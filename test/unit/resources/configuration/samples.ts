import type { ConfigurationInputs } from "../../../../provider/resources/configuration/arguments.ts";
import { type ConfigurationState, toState } from "../../../../provider/resources/configuration/state.ts";
import type { ConfigurationGroup } from "../../../../provider/trove/types.ts";
import { CLOUD, ID } from "../instance/samples.ts";

export const VERSION_ID = "8a2f3c1e-0000-4000-8000-000000000009";

/** A configuration group, as Trove reports it. */
export function group(fields: Partial<ConfigurationGroup> = {}): ConfigurationGroup {
  return {
    id: ID,
    name: "settings",
    description: undefined,
    datastoreType: "mysql",
    datastoreVersion: "8.0.29",
    datastoreVersionId: VERSION_ID,
    created: "2026-01-01T00:00:00Z",
    updated: "2026-01-01T00:00:00Z",
    values: { wait_timeout: 60 },
    instanceCount: 0,
    ...fields,
  };
}

/** The inputs of a program for that group. */
export function inputs(fields: Partial<ConfigurationInputs> = {}): ConfigurationInputs {
  return { name: "settings", values: { wait_timeout: 60 }, ...fields };
}

/** The state after a successful create; `fields` override it. */
export function state(
  declared: ConfigurationInputs = inputs(),
  fields: Partial<ConfigurationState> = {},
): ConfigurationState {
  return { ...toState(declared, group({ values: { ...declared.values } }), CLOUD, { pending: [] }), ...fields };
}
