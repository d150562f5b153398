import { z } from "zod";
import type { Cloud } from "../../openstack/credentials.ts";
import type { ConfigurationGroup } from "../../trove/types.ts";
import type { Outputs, OutputsOf } from "../arguments.ts";
import { type DeclaredValues, revisionOf } from "../configuration-groups/values.ts";

/**
 * The outputs of a configuration group, in the order of the documentation. The number of attached instances is not
 * among them: each attachment would show as a change of the group in a refresh.
 */
export const configurationOutputs = {
  revision: {
    schema: z.string(),
    doc:
      "A text that changes whenever the values in the cloud change. Pass it as `configurationRevision` to an instance " +
      "that has this group: the instance then restarts after a change of the values, if that requires it and the " +
      "instance allows it.",
  },
  datastoreType: { schema: z.string(), doc: "The name of the datastore: `mysql`, …" },
  datastoreVersion: { schema: z.string(), doc: "The name of the datastore version." },
  datastoreVersionId: { schema: z.string(), doc: "The id of the datastore version." },
  created: {
    schema: z.string().optional(),
    doc: "When Trove created the group: ISO 8601, in UTC. Absent if the cloud does not report it.",
  },
  updated: {
    schema: z.string().optional(),
    doc: "When the group last changed: ISO 8601, in UTC. Absent if the cloud does not report it.",
  },
  projectId: { schema: z.string(), doc: "The id of the group's project." },
  region: { schema: z.string(), doc: "The group's region." },
} as const satisfies Outputs;

export type ConfigurationOutputs = OutputsOf<typeof configurationOutputs>;

/** @param known the values that were set last, which stand for those that Trove masks */
export function toOutputs(group: ConfigurationGroup, known: DeclaredValues, cloud: Cloud): ConfigurationOutputs {
  const { datastoreType, datastoreVersion, datastoreVersionId, created, updated, values } = group;
  return {
    revision: revisionOf(values, known),
    datastoreType,
    datastoreVersion,
    datastoreVersionId,
    created,
    updated,
    projectId: cloud.projectId,
    region: cloud.region,
  };
}
