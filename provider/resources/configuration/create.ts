import { randomUUID } from "node:crypto";
import type { Cloud } from "../../openstack/credentials.ts";
import type { ConfigurationGroup, CreateConfiguration } from "../../trove/types.ts";
import { knownParameters } from "../catalog/configuration-parameters.ts";
import { possibleDatastores } from "../catalog/possible-datastores.ts";
import { encodeValues } from "../configuration-groups/encode-values.ts";
import { areReportedAs, currentValues } from "../configuration-groups/values.ts";
import type { Context } from "../context.ts";
import {
  assertCreatedOnce,
  type CreateRequest,
  createOnce,
  type LostRequest,
  mayBeCreatedBy,
} from "../creation/create-once.ts";
import { orphanToTakeOver } from "../creation/orphans.ts";
import { recordOfPredecessors } from "../creation/predecessors.ts";
import type { Created } from "../resource.ts";
import type { ConfigurationInputs } from "./arguments.ts";
import { assertCreatable } from "./check.ts";
import { createdAny, createdTwice, namingArgument, orphanDiffers, orphanNamed, searchFailed } from "./errors.ts";
import { findGroup, listGroups, listGroupsOnce } from "./groups.ts";
import { type ConfigurationState, toState } from "./state.ts";
import { updateGroup } from "./update/update.ts";

/** Creates a configuration group, or takes over the one that an interrupted run created. */
export async function create(inputs: ConfigurationInputs, context: Context): Promise<Created<ConfigurationState>> {
  const { name = context.defaultName ?? "" } = inputs;
  // Before anything exists: nothing may fail between Trove's response and the state that records the group.
  const cloud = await context.trove.cloud({ signal: context.signal });
  await assertCreatable(name, inputs, context);
  const predecessors = await recordOfPredecessors(context, async (id) => (await findGroup(id, context)) !== undefined);
  const orphan = await findOrphan(name, context);
  if (orphan !== undefined) return takeOver(orphan, inputs, predecessors, cloud, context);
  const request = await toCreateRequest(name, inputs, context);
  const { object: group, lost } = await createOnce(request, context).catch((error: unknown) => {
    throw namingArgument(error);
  });
  const created = { id: group.id, state: toState(inputs, group, cloud, { pending: [], ...predecessors }) };
  if (lost !== undefined) await assertCreatedOnce(request, lost, created, context);
  return created;
}

async function toCreateRequest(
  name: string,
  inputs: ConfigurationInputs,
  context: Context,
): Promise<CreateRequest<ConfigurationGroup>> {
  const { description, datastore } = inputs;
  const parameters = await knownParameters(await possibleDatastores(inputs, context), context);
  const { values, floats } = encodeValues(inputs.values, parameters.byName);
  const group: CreateConfiguration = { name, description, datastore, values };
  const { signal } = context;
  return {
    noun: "configuration group",
    key: `configuration group name ${name}`,
    listBefore: () => listGroupsOnce(context),
    send: (onSent) => context.trove.configurations.create(group, { floats, onSent, signal }),
    findCandidates: (lost) => findCandidates(name, inputs, lost, context),
    choose: (candidates) => {
      if (candidates.length > 1) throw createdAny(name, candidates);
      return candidates[0];
    },
    searchFailed: (cause) => searchFailed(name, name === context.defaultName, cause),
    createdTwice: (id, twins) => createdTwice(name, id, twins),
  };
}

/**
 * The groups that a lost request may have created: new, unknown to this process, and with the same name and values. That
 * proves enough for a group, which holds no data: another program would have to create its equal in the same seconds.
 */
async function findCandidates(
  name: string,
  inputs: ConfigurationInputs,
  lost: LostRequest,
  context: Context,
): Promise<ConfigurationGroup[]> {
  const listed = await listGroups(context);
  const named = listed.filter((group) => group.name === name && mayBeCreatedBy(lost, group, context));
  const groups = await Promise.all(named.map(({ id }) => findGroup(id, context)));
  return groups
    .filter((group) => group !== undefined)
    .filter(({ description, values }) => {
      return description === inputs.description && areReportedAs(inputs.values, values);
    });
}

/**
 * Finds the orphaned group of this name.
 *
 * @returns the group to take over, if `trove:resumeInterrupted` is set
 * @throws {OrphanError} if a group has the default name, and is not to be taken over
 */
async function findOrphan(name: string, context: Context): Promise<ConfigurationGroup | undefined> {
  const listed = await listGroupsOnce(context);
  const isOrphan = (group: ConfigurationGroup | undefined): group is ConfigurationGroup =>
    group?.name === name && !context.knownIds.has(group.id);
  const candidates = listed.filter((group) => group.name === name && !context.knownIds.has(group.id));
  // The list is that of the whole process, so each candidate is read again: it may have been deleted since.
  const namesakes = (await Promise.all(candidates.map(({ id }) => findGroup(id, context)))).filter(isOrphan);
  return orphanToTakeOver(name, namesakes, context, {
    warning: (orphans) =>
      `There is already a configuration group named "${name}" (${orphans.map(({ id }) => id).join(", ")}). If an ` +
      "interrupted run created it, delete it; another one is created now.",
    refusal: (orphans) => orphanNamed(name, orphans),
  });
}

/** Takes over an orphaned group, and changes it to what the program declares. */
async function takeOver(
  orphan: ConfigurationGroup,
  inputs: ConfigurationInputs,
  predecessors: Pick<ConfigurationState, "predecessors">,
  cloud: Cloud,
  context: Context,
): Promise<Created<ConfigurationState>> {
  const { id } = orphan;
  if (!(await isForDeclared(orphan, inputs, context))) throw orphanDiffers(orphan);
  context.log.info(`Taking over the orphaned configuration group ${id}, which an interrupted run created.`);
  const adoptionToken = randomUUID();
  context.knownIds.adopt(id, adoptionToken);
  const values = currentValues(inputs.values, orphan.values);
  const state = toState({ ...inputs, values }, orphan, cloud, { pending: ["update"], adoptionToken, ...predecessors });
  return { id, state: await updateGroup(id, state, inputs, context) };
}

async function isForDeclared(
  { datastoreType, datastoreVersion, datastoreVersionId }: ConfigurationGroup,
  { datastore }: ConfigurationInputs,
  context: Context,
): Promise<boolean> {
  const { version } = datastore ?? {};
  if (version === datastoreVersionId) return true;
  const possible = await possibleDatastores({ datastore }, context);
  if (possible.length === 0) return true;
  return possible.some((one) => one.type === datastoreType && one.version === datastoreVersion);
}
