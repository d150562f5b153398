import { BusyError } from "../../../trove/errors/status-errors.ts";
import type { CreateInstance, Instance } from "../../../trove/types.ts";
import { createPace, type Pace } from "../../../wait/pace.ts";
import { withDatastoreNames } from "../../catalog/datastores.ts";
import type { Context } from "../../context.ts";
import { type CreateRequest, type LostRequest, mayBeCreatedBy } from "../../creation/create-once.ts";
import { waitUntilIdle } from "../../instance-actions/wait-until-idle.ts";
import type { CreateBody } from "./create-body.ts";
import { createdAny, createdTwice, mayBeOfOthers, searchFailed } from "./errors.ts";
import { listInstances } from "./orphans.ts";

/** The request that creates an instance, for `createOnce`. */
export function toCreateRequest(body: CreateBody, context: Context): CreateRequest<Instance> {
  const { name } = body;
  const isDefault = name === context.defaultName;
  return {
    noun: "instance",
    key: `name ${name}`,
    listBefore: () => listInstances(context),
    send: (onSent) => send(body, context, onSent),
    findCandidates: (lost) => findCandidates(body, lost, context),
    choose: (candidates, cause) => {
      // Only the default name, which no other resource has, makes a single candidate count as this resource's.
      if (candidates.length > 0 && !isDefault) throw mayBeOfOthers(name, candidates, cause);
      if (candidates.length > 1) throw createdAny(name, candidates);
      return candidates[0];
    },
    searchFailed: (cause) => searchFailed(name, isDefault, cause),
    createdTwice: (id, twins) => createdTwice(name, id, twins),
  };
}

/** Waits while Trove refuses a replica because its source is busy (422). */
async function send(body: CreateBody, context: Context, onSent: () => void): Promise<Instance> {
  const options = { signal: context.signal, onSent };
  const pace = createPace({ firstMs: 1000, maxMs: 4000 });
  for (;;) {
    try {
      return await context.createGate.pass(() => context.trove.instances.create(body, options));
    } catch (error) {
      if (!(error instanceof BusyError) || body.replicaOf === undefined) throw error;
      if (!(await becomesIdle(error.instanceId ?? body.replicaOf, pace, context))) throw error;
    }
  }
}

/** Whether to send the request again: not if the source is in ERROR, and not after the deadline. */
async function becomesIdle(id: string, pace: Pace, context: Context): Promise<boolean> {
  // The source can look idle although the refusal is recent, so the pause keeps the requests apart.
  await context.clock.sleep(pace.next(), context.signal);
  if (context.clock.now() >= context.deadline.at) return false;
  return (await waitUntilIdle(id, context)).status !== "ERROR";
}

/** The instances that the request may have created: new, unknown to this process, and as the body says. */
async function findCandidates(body: CreateBody, lost: LostRequest, context: Context): Promise<readonly Instance[]> {
  const named = await withDatastoreNames(body, undefined, context);
  const instances = await context.poller.list(context.signal);
  return instances.filter((instance) => matches(instance, named) && mayBeCreatedBy(lost, instance, context));
}

function matches(instance: Instance, body: CreateInstance): boolean {
  if (instance.name !== body.name) return false;
  if (body.flavorId !== undefined && instance.flavorId !== body.flavorId) return false;
  if (body.datastore?.type !== undefined && instance.datastore.type !== body.datastore.type) return false;
  return body.replicaOf === undefined || instance.replicaOf === body.replicaOf;
}
