import { randomUUID } from "node:crypto";
import type { Cloud } from "../../../openstack/credentials.ts";
import { unlessGone } from "../../../trove/errors/is-gone.ts";
import type { Instance } from "../../../trove/types.ts";
import { withDatastoreNames } from "../../catalog/datastores.ts";
import type { Context } from "../../context.ts";
import { propertyChange, toRefusals } from "../../diff/property-change.ts";
import { InterruptedError } from "../../errors/interrupted-error.ts";
import { RefusedError } from "../../errors/refused-error.ts";
import { unverifiableContents } from "../../guest/contents-support.ts";
import { brokenGuestRules } from "../../guest/rules/guest-rules.ts";
import type { Created, PropertyChange } from "../../resource.ts";
import type { InstanceInputs } from "../arguments.ts";
import { completeCreate } from "../create/complete-create.ts";
import { OrphanedInstanceError, recordOfPredecessors } from "../create/orphans.ts";
import { compare } from "../diff/compare.ts";
import { currentInputs } from "../read/current-inputs.ts";
import { showQueued } from "../show-queued.ts";
import { type InstanceState, toState } from "../state.ts";
import { AdoptError, InterruptedAdoptionError } from "./adopt-error.ts";

/** Not to be taken over, half made, broken, or going; and what to do then. */
const NOT_ADOPTABLE: Readonly<Record<string, string>> = {
  BUILD: "Wait until it is ACTIVE.",
  ERROR: "Have it repaired first.",
  SHUTDOWN: "It is going, or its database has stopped: have it started first.",
};

/**
 * Takes over an existing instance and brings it to what the program says; what the program leaves out stays as it is.
 * Every declared password is set, since no cloud tells whether it is the one. What would need a replacement is refused.
 *
 * The instance is the stack's only once all of that has succeeded. Before, it may be somebody's production database, and
 * a state that holds it would have it deleted with the resource: so nothing is saved of an adoption that fails.
 *
 * @throws {InterruptedAdoptionError} it failed after something may have been changed; the next one carries on from there.
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
      "another resource of this stack, or an earlier name of this one, already holds it. To rename a resource, use the " +
        "option `aliases`.",
    );
  }
  // At once: nobody else may adopt it meanwhile.
  context.knownIds.claim(id);
  const adoptionToken = randomUUID();
  try {
    return await adoptAlone(id, adoptionToken, inputs, context, cloud);
  } catch (error) {
    context.knownIds.releaseAdoption(id, adoptionToken);
    throw error instanceof InterruptedError ? new InterruptedAdoptionError(id, error) : error;
  }
}

/** Why an instance cannot be adopted in the status that it has, and what to do; undefined where it can. */
export function refusalOfStatus({ status }: Instance): string | undefined {
  const remedy = NOT_ADOPTABLE[status];
  if (remedy === undefined) return undefined;
  return `its status is ${status}, and only an instance in service can be taken over. ${remedy}`;
}

async function adoptAlone(
  id: string,
  adoptionToken: string,
  inputs: InstanceInputs,
  context: Context,
  cloud: Cloud,
): Promise<Created<InstanceState>> {
  const instance = await find(id, context, cloud);
  const refused = refusalOfStatus(instance);
  if (refused !== undefined) throw AdoptError.refused(id, refused);
  const adoption: Takeover = {
    what: `Adopting instance ${id}`,
    adoptionToken,
    unknown: ["databases", "users"],
    wayOut: undefined,
    unmanagedSource: inputs.replicaOf === undefined ? instance.replicaOf : undefined,
  };
  return takeInto(adoption, instance, inputs, context, cloud);
}

/**
 * Takes over what an interrupted create of this resource left, in whatever state of being built it is. Its databases are
 * waited for as in any create.
 *
 * @throws {OrphanedInstanceError} it is in ERROR.
 */
export async function adoptOrphan(
  leftover: Instance,
  inputs: InstanceInputs,
  context: Context,
  cloud: Cloud,
): Promise<Created<InstanceState>> {
  if (leftover.status === "ERROR") throw OrphanedInstanceError.broken(leftover);
  context.log.info(`Taking over instance ${leftover.id} (${leftover.status}), which an interrupted run left.`);
  const takeover: Takeover = {
    what: `Taking over instance ${leftover.id}, which an earlier run left,`,
    adoptionToken: randomUUID(),
    unknown: ["users"],
    wayOut:
      `If nobody uses instance ${leftover.id}, delete it, and the next \`pulumi up\` creates another one with them; else ` +
      "leave the arguments databases and users out of the program, and use SQL",
  };
  return takeInto(takeover, leftover, inputs, context, cloud);
}

interface Takeover extends Pick<InstanceState, "adoptionToken" | "unmanagedSource"> {
  /** The subject of a refusal. */
  readonly what: string;
  readonly adoptionToken: string;
  /** The arguments that do not count as applied: of a user nobody knows whether the password is the declared one. */
  readonly unknown: readonly ("databases" | "users")[];
  /** What to do about databases and users that the cloud can neither list nor make; by default, to declare none. */
  readonly wayOut: string | undefined;
}

async function takeInto(
  { what, adoptionToken, unknown, unmanagedSource, wayOut }: Takeover,
  instance: Instance,
  inputs: InstanceInputs,
  context: Context,
  cloud: Cloud,
): Promise<Created<InstanceState>> {
  const said = await currentInputs(inputs, undefined, instance, context);
  const record = {
    wasActive: true,
    restartRequired: false,
    adoptionToken,
    unmanagedSource,
    ...(await recordOfPredecessors(context)),
  };
  const before = toState(said, instance, cloud, { ...record, pending: [] });
  const named = await withDatastoreNames(inputs, undefined, context, instance.datastore.type);
  // Before an instance has a server, Trove does not tell: then they are refused once it is in service and in the state.
  const unverifiable = await unverifiableContents(instance, inputs, context, wayOut);
  const refused = [...refusals(before, named, instance), ...toRefusals(unverifiable)];
  if (refused.length > 0) throw new RefusedError(what, refused);
  context.knownIds.adopt(instance.id, adoptionToken);
  for (const name of unknown) delete said[name];
  // Of what is not being built nobody knows that it holds no data.
  const wasActive = instance.status !== "BUILD";
  return context.locks.runExclusive(
    instance.id,
    () => completeCreate(instance, { said, inputs }, context, cloud, { ...record, wasActive }),
    showQueued(context),
  );
}

/** What of the program an existing instance cannot be brought to in place. */
export function refusals(state: InstanceState, inputs: InstanceInputs, instance: Instance): PropertyChange[] {
  const { type } = inputs.datastore ?? {};
  const rows = compare(state, { ...inputs, allow: { ...inputs.allow, replace: false } }).changes;
  // Every password is set, so that each counts as new; a declared database may be there already.
  const broken = brokenGuestRules([instance.datastore.type], inputs, { databases: inputs.databases });
  return [
    ...rows.filter(({ kind }) => kind === "replace" || kind === "refuse"),
    ...toRefusals(broken),
    ...(type !== undefined && type !== instance.datastore.type
      ? [
          propertyChange(
            "datastore.type",
            "refuse",
            "dataLoss",
            `the instance runs ${instance.datastore.type}, not ${type}. Say so in the program, or leave the type out.`,
          ),
        ]
      : []),
  ];
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
