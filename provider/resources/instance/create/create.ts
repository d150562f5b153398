import type { Cloud } from "../../../openstack/credentials.ts";
import { declaredDatastore, possibleDatastores } from "../../catalog/possible-datastores.ts";
import type { Context } from "../../context.ts";
import { InterruptedError } from "../../errors/interrupted-error.ts";
import type { Created } from "../../resource.ts";
import { adopt, adoptOrphan } from "../adopt/adopt.ts";
import type { InstanceInputs } from "../arguments.ts";
import { assertCreatable } from "../check/creation-checks.ts";
import { namingArgument } from "../refused-argument.ts";
import type { InstanceState } from "../state.ts";
import { completeCreate } from "./complete-create.ts";
import { inputsForCreate, toCreateBody } from "./create-body.ts";
import { createOnce } from "./create-once.ts";
import { assertAlone } from "./lost-answer.ts";
import { findOrphan, listInstances, recordOfPredecessors } from "./orphans.ts";

/** Creates an instance and carries it into service, or takes over the one that is there. */
export async function create(inputs: InstanceInputs, context: Context): Promise<Created<InstanceState>> {
  const { adoptId } = inputs;
  try {
    return await createIn(await context.trove.cloud({ signal: context.signal }), inputs, context);
  } catch (error) {
    // However early it failed: with --continue-on-error the older state would be deleted next, and its instance with it.
    if (adoptId !== undefined) context.knownIds.recordFailedAdoption(adoptId);
    throw error;
  }
}

/** @param cloud asked for before anything exists: nothing may fail between Trove's answer and the state that holds it. */
async function createIn(cloud: Cloud, inputs: InstanceInputs, context: Context): Promise<Created<InstanceState>> {
  if (inputs.adoptId !== undefined) return adopt(inputs.adoptId, inputs, context, cloud);
  if (inputs.replicaOf === undefined) return createNew(inputs, context, cloud);
  return createReplica(inputs.replicaOf, inputs, context, cloud);
}

async function createReplica(source: string, inputs: InstanceInputs, context: Context, cloud: Cloud) {
  const { locks, replicaGate, signal, clock, deadline, log } = context;
  const asked = clock.now();
  const onQueued = () => log.status("queued: another operation on the source is under way");
  const createInTurn = () =>
    // The source takes one change at a time, and the snapshot for a replica is one.
    locks.runExclusive(
      source,
      () => {
        // Another's create, which can take hours, is no time of this one.
        const own = { ...context, deadline: { ...deadline, at: deadline.at + clock.now() - asked } };
        return createNew(inputs, own, cloud);
      },
      onQueued,
    );
  if (await hasBackups(context)) return createInTurn();
  const onWait = () => log.status("queued: the first replica of a run is created alone");
  return replicaGate.pass(createInTurn, { signal, onWait });
}

/** Whether the project has taken a backup: then it has the quota row that replicas would insert. Asked once a process. */
async function hasBackups({ cache, trove, signal }: Context): Promise<boolean> {
  try {
    return await cache.once("backups", async () => (await trove.backups.page({ limit: 1, signal })).items.length > 0);
  } catch (error) {
    if (signal.aborted) throw error;
    // A project may be without backups at all: then it is not known.
    return false;
  }
}

async function createNew(inputs: InstanceInputs, context: Context, cloud: Cloud): Promise<Created<InstanceState>> {
  const said = inputsForCreate(inputs);
  const body = await toCreateBody(said, context);
  await assertCreatable(body.name, inputs, context);
  const leftover = await findOrphan(body.name, context);
  if (leftover !== undefined) return adoptOrphan(leftover, inputs, context, cloud);
  // It is older than the create, so that it never shows what the create makes.
  const listedBefore = new Set((await listInstances(context)).map(({ id }) => id));
  const record = { wasActive: false, restartRequired: false, ...(await recordOfPredecessors(context)) };
  // Two of one name at once could each take the other's for the one whose answer was lost.
  const alone = <T>(work: () => Promise<T>) => context.locks.runExclusive(`name ${body.name}`, work);
  const { instance, firstLost } = await alone(() => createOnce(body, listedBefore, context)).catch(
    async (error: unknown) => {
      throw namingArgument(error, inputs, await datastoreTypeOf(inputs, context));
    },
  );
  const created = await completeCreate(instance, { said, inputs }, context, cloud, record);
  if (firstLost === undefined) return created;
  return alone(() => assertAlone(firstLost, created.id, context)).then(
    () => created,
    (error: unknown) => {
      throw new InterruptedError(created.id, created.state, error);
    },
  );
}

/** The datastore of a new instance by name, where it is known. The lookup that determines it ran before the create request. */
async function datastoreTypeOf(inputs: InstanceInputs, context: Context): Promise<string | undefined> {
  const possible = await possibleDatastores(inputs, context).catch(() => declaredDatastore(inputs));
  return possible.length === 1 ? possible[0]?.type : undefined;
}
