import { randomUUID } from "node:crypto";
import type { Cloud } from "../../../openstack/credentials.ts";
import { unlessGone } from "../../../trove/errors/is-gone.ts";
import type { Instance } from "../../../trove/types.ts";
import { withDatastoreNames } from "../../catalog/datastores.ts";
import type { Context } from "../../context.ts";
import { toRefusals } from "../../diff/property-change.ts";
import { InterruptedError } from "../../errors/interrupted-error.ts";
import { RefusedError } from "../../errors/refused-error.ts";
import type { Created } from "../../resource.ts";
import type { InstanceInputs } from "../arguments.ts";
import { unverifiableContents } from "../check/contents-checks.ts";
import { completeCreate } from "../create/complete-create.ts";
import { brokenOrphan } from "../create/errors.ts";
import { existingPredecessors } from "../create/orphans.ts";
import { currentInputs } from "../read/current-inputs.ts";
import { showQueued } from "../show-queued.ts";
import { type InstanceState, toState } from "../state.ts";
import { AdoptError, InterruptedAdoptionError } from "./adopt-error.ts";
import { adoptionRefusals, statusRefusal } from "./adoption-refusals.ts";

/**
 * Adopts the existing instance that `adoptId` names, and changes it to what the program declares. Every declared password
 * is set, since Trove does not report passwords. A change that needs a replacement is refused.
 *
 * The state gets the instance only after all changes have succeeded: the instance may be a production database, and
 * removing a resource whose state contains it would delete it.
 *
 * @throws {InterruptedAdoptionError} if it failed after it may have changed the instance; the next adoption continues
 */
export async function adopt(
  id: string,
  inputs: InstanceInputs,
  context: Context,
  cloud: Cloud,
): Promise<Created<InstanceState>> {
  if (context.knownIds.isClaimed(id)) {
    throw AdoptError.refused(
      id,
      "another resource of this stack, or this resource under an earlier name, already manages it. To rename a resource, " +
        "set the resource option `aliases`.",
    );
  }
  // Before the first request, so that no other resource adopts it meanwhile.
  context.knownIds.claim(id);
  const adoptionToken = randomUUID();
  try {
    const instance = await find(id, context, cloud);
    const refused = statusRefusal(instance);
    if (refused !== undefined) throw AdoptError.refused(id, refused);
    const options: AdoptionOptions = {
      action: `Adopting instance ${id}`,
      adoptionToken,
      notApplied: ["databases", "users"],
      remedy: undefined,
      unmanagedSource: inputs.replicaOf === undefined ? instance.replicaOf : undefined,
    };
    return await adoptInstance(instance, inputs, options, context, cloud);
  } catch (error) {
    context.knownIds.releaseAdoption(id, adoptionToken);
    throw error instanceof InterruptedError ? new InterruptedAdoptionError(id, error) : error;
  }
}

/**
 * Adopts the instance that an interrupted create of this resource left, even if it is still being built. Its databases are
 * waited for as in any create.
 *
 * @throws {OrphanError} if it is in ERROR
 */
export async function adoptOrphan(
  orphan: Instance,
  inputs: InstanceInputs,
  context: Context,
  cloud: Cloud,
): Promise<Created<InstanceState>> {
  if (orphan.status === "ERROR") throw brokenOrphan(orphan);
  context.log.info(`Adopting the orphaned instance ${orphan.id} (${orphan.status}), which an interrupted run created.`);
  const options: AdoptionOptions = {
    action: `Adopting the orphaned instance ${orphan.id}`,
    adoptionToken: randomUUID(),
    notApplied: ["users"],
    remedy:
      `If nobody uses instance ${orphan.id}, delete it: the next \`pulumi up\` creates another one with them. Otherwise ` +
      "remove databases and users from the program, and use SQL",
    unmanagedSource: undefined,
  };
  return adoptInstance(orphan, inputs, options, context, cloud);
}

interface AdoptionOptions extends Pick<InstanceState, "unmanagedSource"> {
  /** The subject of a refusal: `Adopting instance …`. */
  readonly action: string;
  readonly adoptionToken: string;
  /** Arguments that do not count as applied: nothing shows whether a user has the declared password. */
  readonly notApplied: readonly ("databases" | "users")[];
  /** What to do about databases and users that the cloud can neither list nor create; by default, to declare none. */
  readonly remedy: string | undefined;
}

async function adoptInstance(
  instance: Instance,
  inputs: InstanceInputs,
  { action, adoptionToken, notApplied, remedy, unmanagedSource }: AdoptionOptions,
  context: Context,
  cloud: Cloud,
): Promise<Created<InstanceState>> {
  const current = await currentInputs(inputs, undefined, instance, context);
  const record = {
    wasActive: true,
    restartRequired: false,
    adoptionToken,
    unmanagedSource,
    ...(await existingPredecessors(context)),
  };
  const state = toState(current, instance, cloud, { ...record, pending: [] });
  const named = await withDatastoreNames(inputs, undefined, context, instance.datastore.type);
  // An instance without a server does not show this: then they are refused once it is ACTIVE and in the state.
  const unverifiable = await unverifiableContents(instance, inputs, context, remedy);
  const refused = [...adoptionRefusals(state, named, instance), ...toRefusals(unverifiable)];
  if (refused.length > 0) throw new RefusedError(action, refused);
  context.knownIds.adopt(instance.id, adoptionToken);
  for (const name of notApplied) delete current[name];
  // An instance that has left BUILD may hold data.
  const wasActive = instance.status !== "BUILD";
  const adopted = toState(current, instance, cloud, { ...record, wasActive, pending: ["create"] });
  return context.locks.runExclusive(
    instance.id,
    () => completeCreate(instance, adopted, inputs, context),
    showQueued(context),
  );
}

async function find(id: string, context: Context, { projectId, region }: Cloud): Promise<Instance> {
  const found = await unlessGone(context.poller.get(id, context.signal), { instance: id });
  if (found !== undefined) return found;
  throw AdoptError.refused(
    id,
    `there is no such instance in project ${projectId}, region ${region}. Correct the id, or use the credentials of ` +
      "its project and region.",
  );
}
