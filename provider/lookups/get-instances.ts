import { z } from "zod";
import { findInstance } from "../resources/instance-actions/find-instance.ts";
import type { Instance } from "../trove/types.ts";
import { instanceItem, toInstanceDetails } from "./details/instance-details.ts";
import { defineLookup, type LookupContext } from "./lookup.ts";

export const getInstances = defineLookup({
  name: "getInstances",
  description: "Looks up all instances of the project, also those that no program manages.",
  arguments: {},
  results: {
    instances: {
      schema: z.array(instanceItem),
      doc: "The instances, ordered by name, each with the results of `getInstance`.",
    },
  },
  async run(_, context) {
    const cloud = await context.trove.cloud({ signal: context.signal });
    const listed = await context.poller.list(context.signal);
    const found = await Promise.all(listed.map((instance) => confirmed(instance, context)));
    const instances = found.filter((instance) => instance !== undefined);
    return { instances: instances.sort(byName).map((instance) => toInstanceDetails(instance, cloud)) };
  },
});

/**
 * Since Trove 26, lists show an instance that an earlier release created as SHUTDOWN, without addresses: a read of its own
 * shows its status.
 */
async function confirmed(listed: Instance, context: LookupContext): Promise<Instance | undefined> {
  return listed.status === "SHUTDOWN" ? findInstance(listed.id, context) : listed;
}

/** The order of a list does not depend on ids, which are random. */
function byName(one: Instance, other: Instance): number {
  return compare(one.name, other.name) || compare(one.created ?? "", other.created ?? "") || compare(one.id, other.id);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
