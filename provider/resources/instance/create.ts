import type { CreateInstance, Instance } from "../../trove/types.ts";
import type { Context, Created } from "../resource.ts";
import { accessAtCreation } from "./access.ts";
import { adopt, takeOver } from "./adopt.ts";
import { carry } from "./carry.ts";
import { assertDatastore } from "./datastore.ts";
import { flavorIdOf } from "./flavor.ts";
import { type InstanceInputs, splitUserKey } from "./inputs.ts";
import { findLeftover } from "./leftovers.ts";
import { AmbiguousCreateError, findCreated, isAnswerLost } from "./lost-answer.ts";
import type { InstanceState } from "./state.ts";
import { UnknownOutcomeError } from "./unknown-outcome-error.ts";

/** How often a create is sent whose answer was lost, or was a 500, and which had no effect. */
const ATTEMPTS = 3;

/** Creates an instance and carries it into service, or takes over the one that is there. */
export async function create(inputs: InstanceInputs, context: Context): Promise<Created<InstanceState>> {
  // Asked for before anything exists: nothing may fail between an answer of Trove's and the state that holds it.
  const cloud = await context.trove.cloud({ signal: context.signal });
  if (inputs.adoptId !== undefined) return adopt(inputs.adoptId, inputs, context, cloud);
  const body = await toCreateBody(inputs, context);
  const leftover = await findLeftover(body.name, context);
  if (leftover !== undefined) return takeOver(leftover, inputs, context, cloud);
  // Two of one name at once could each take the other's for the one whose answer was lost.
  const instance = await context.run.exclusive(`name ${body.name}`, () =>
    context.run.creates.pass(() => post(body, context)),
  );
  return carry(instance, inputs, context, { cloud });
}

/** Sends the create until it took effect once: never blindly again. */
async function post(body: CreateInstance, context: Context): Promise<Instance> {
  for (let attempt = 1; ; attempt += 1) {
    context.signal.throwIfAborted();
    const sentAt = { local: context.clock.now(), server: context.trove.serverNow() };
    try {
      return met(await context.trove.instances.create(body, { signal: context.signal }), context);
    } catch (error) {
      if (!isAnswerLost(error)) throw error;
      const created = await search(body, sentAt, error, context);
      if (created !== undefined) return met(created, context);
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

function met(instance: Instance, context: Context): Instance {
  context.run.met.add(instance.id);
  return instance;
}

async function search(
  body: CreateInstance,
  sentAt: Parameters<typeof findCreated>[1],
  error: unknown,
  context: Context,
): Promise<Instance | undefined> {
  if (context.signal.aborted) throw new UnknownOutcomeError(body.name, error);
  context.log.status(`The answer to the creation of ${body.name} was lost; looking whether it took effect`);
  try {
    return await findCreated(body, sentAt, error, context);
  } catch (failure) {
    throw failure instanceof AmbiguousCreateError ? failure : new UnknownOutcomeError(body.name, failure);
  }
}

async function toCreateBody(inputs: InstanceInputs, context: Context): Promise<CreateInstance & { name: string }> {
  const { name = context.defaultName ?? "", databases, users } = inputs;
  await assertDatastore(inputs.datastore, context);
  return {
    name,
    flavorId: inputs.flavor === undefined ? undefined : await flavorIdOf(inputs.flavor, context),
    volume: inputs.volume,
    datastore: inputs.datastore,
    databases: databases && Object.entries(databases).map(([key, database]) => ({ name: key, ...database })),
    users: users && Object.entries(users).map(([key, user]) => ({ ...splitUserKey(key), ...user })),
    replicaOf: inputs.replicaOf,
    network: inputs.network,
    availabilityZone: inputs.availabilityZone,
    locality: inputs.locality,
    access: inputs.access && accessAtCreation(inputs.access),
  };
}
