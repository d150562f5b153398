import { z } from "zod";
import type { Cloud } from "../../openstack/credentials.ts";
import type { Outputs } from "../../resources/arguments.ts";
import { instanceArguments } from "../../resources/instance/arguments.ts";
import { instanceOutputs, toOutputs } from "../../resources/instance/outputs.ts";
import type { Instance } from "../../trove/types.ts";
import { itemOf } from "../lookup.ts";

/** What a lookup shows of an instance: the outputs of the resource, and the arguments that Trove reports. */
export const instanceDetails = {
  id: { schema: z.string(), doc: "The id of the instance." },
  name: { schema: z.string(), doc: "The name of the instance." },
  ...instanceOutputs,
  flavorId: { schema: z.string(), doc: "The id of the flavor. `getFlavors` has its name." },
  configuration: { schema: z.string().optional(), doc: "The id of the attached configuration group." },
  replicaOf: { schema: z.string().optional(), doc: "The id of the instance that this one replicates." },
  replicas: { schema: z.array(z.string()), doc: "The ids of the replicas of this instance." },
  access: {
    schema: instanceArguments.access.schema.optional(),
    doc: "Who may connect. Absent if it was never set.",
  },
} as const satisfies Outputs;

export const instanceItem = itemOf("InstanceDetails", instanceDetails);

export function toInstanceDetails(instance: Instance, cloud: Cloud): z.infer<typeof instanceItem> {
  const { id, name, configurationId, replicaOf, replicas, access } = instance;
  return {
    id,
    name,
    ...toOutputs(instance, cloud),
    configuration: configurationId,
    replicaOf,
    replicas: [...replicas],
    // Trove reports nothing, or only a part, of an access that was never set.
    access: instanceArguments.access.schema.safeParse(access).data,
  };
}
