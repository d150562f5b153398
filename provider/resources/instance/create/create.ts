import type { Cloud } from "../../../openstack/credentials.ts";
import { inTurn } from "../../backups/in-turn.ts";
import { declaredDatastore, possibleDatastores } from "../../catalog/possible-datastores.ts";
import type { Context } from "../../context.ts";
import { assertCreatedOnce, createOnce } from "../../creation/create-once.ts";
import type { Created } from "../../resource.ts";
import { adopt, adoptOrphan } from "../adopt/adopt.ts";
import type { InstanceInputs } from "../arguments.ts";
import { assertCreatable } from "../check/creation-checks.ts";
import { recordInline } from "../inline-contents.ts";
import { namingArgument } from "../refused-argument.ts";
import { type InstanceState, toState } from "../state.ts";
import { completeCreate } from "./complete-create.ts";
import { inputsForCreate, toCreateBody } from "./create-body.ts";
import { toCreateRequest } from "./create-request.ts";
import { existingPredecessors, findOrphan } from "./orphans.ts";

/** Creates an instance with these inputs, or adopts the one that `adoptId` names. */
export async function create(inputs: InstanceInputs, context: Context): Promise<Created<InstanceState>> {
  const { adoptId, replicaOf } = inputs;
  try {
    // Before anything exists: nothing may fail between Trove's response and the state that records the instance.
    const cloud = await context.trove.cloud({ signal: context.signal });
    if (adoptId !== undefined) return await adopt(adoptId, inputs, context, cloud);
    if (replicaOf === undefined) return await createNew(inputs, context, cloud);
    const snapshot = { sourceId: replicaOf, whileAlone: "the first replica of a run is created alone" };
    return await inTurn(snapshot, context, (ownContext) => createNew(inputs, ownContext, cloud));
  } catch (error) {
    // However early it failed: with --continue-on-error the engine deletes the older state next, and with it the instance.
    if (adoptId !== undefined) context.knownIds.recordFailedAdoption(adoptId);
    throw error;
  }
}

async function createNew(inputs: InstanceInputs, context: Context, cloud: Cloud): Promise<Created<InstanceState>> {
  const applied = inputsForCreate(inputs);
  const body = await toCreateBody(applied, context);
  await assertCreatable(body.name, inputs, context);
  const orphan = await findOrphan(body.name, context);
  if (orphan !== undefined) return adoptOrphan(orphan, inputs, context, cloud);
  const predecessors = await existingPredecessors(context);
  const request = toCreateRequest(body, context);
  const { object: instance, lost } = await createOnce(request, context).catch(async (error: unknown) => {
    throw namingArgument(error, inputs, await datastoreTypeOf(inputs, context));
  });
  recordInline(instance.id, inputs, context);
  const record = { wasActive: false, restartRequired: false, ...predecessors };
  const state = toState(applied, instance, cloud, { ...record, pending: ["create"] });
  const created = await completeCreate(instance, state, inputs, context);
  if (lost !== undefined) await assertCreatedOnce(request, lost, created, context);
  return created;
}

/** The datastore of a new instance by name, if it is known. Sends no request: the checks have cached the lists. */
async function datastoreTypeOf(inputs: InstanceInputs, context: Context): Promise<string | undefined> {
  const possible = await possibleDatastores(inputs, context).catch(() => declaredDatastore(inputs));
  return possible.length === 1 ? possible[0]?.type : undefined;
}
