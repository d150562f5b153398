import { CancelledError } from "../../http/errors/cancelled-error.ts";
import type { CreateInstance, Instance } from "../../trove/types.ts";
import type { Context, Created } from "../resource.ts";
import { adopt, takeOver } from "./adopt.ts";
import { carry } from "./carry.ts";
import { flavorIdOf } from "./flavor.ts";
import { type InstanceInputs, splitUserKey } from "./inputs.ts";
import { findLeftover } from "./leftovers.ts";
import { findCreated, isAnswerLost } from "./lost-answer.ts";
import type { InstanceState } from "./state.ts";

/** How often a create is sent whose answer was lost, or was a 500, and which had no effect. */
const ATTEMPTS = 3;

/** Creates an instance and carries it into service, or takes over the one that is there. */
export async function create(inputs: InstanceInputs, context: Context): Promise<Created<InstanceState>> {
  if (inputs.adoptId !== undefined) return adopt(inputs.adoptId, inputs, context);
  const body = await toCreateBody(inputs, context);
  const leftover = await findLeftover(body.name, context);
  if (leftover !== undefined) return takeOver(leftover, inputs, context);
  const instance = await context.run.creates.pass(() => post(body, context));
  return carry(instance, inputs, context);
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
      if (context.signal.aborted) throw unknownOutcome(body.name);
      context.log.status(`The answer to the creation of ${body.name} was lost; looking whether it took effect`);
      const created = await findCreated(body, sentAt, error, context);
      if (created !== undefined) return met(created, context);
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

function met(instance: Instance, context: Context): Instance {
  context.run.met.add(instance.id);
  return instance;
}

function unknownOutcome(name: string): CancelledError {
  return new CancelledError(
    `The creation of instance "${name}" was cancelled before Trove answered: whether it exists is not known. ` +
      "The next `pulumi up` looks for it before it creates another.",
  );
}

async function toCreateBody(inputs: InstanceInputs, context: Context): Promise<CreateInstance & { name: string }> {
  const { name = context.defaultName ?? "", databases, users } = inputs;
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
    access: inputs.access,
  };
}
