import { isGone, unlessGone } from "../../../trove/errors/is-gone.ts";
import { BusyError, GuestUnreachableError, UnsupportedDatastoreError } from "../../../trove/errors/status-errors.ts";
import type { Instance } from "../../../trove/types.ts";
import type { Context } from "../../context.ts";
import { type GuestObjects, listGuestObjects } from "../../guest/guest-objects.ts";
import { declaredInputs } from "../../managed-state.ts";
import type { Read, ReadById, ReadManaged } from "../../resource.ts";
import type { DeclaredUser, InstanceInputs } from "../arguments.ts";
import { toOutputs } from "../outputs.ts";
import { type InstanceState, isLookedUp, toState } from "../state.ts";
import { liveValues } from "./live-values.ts";
import { declaredInputs, type InstanceState, isLookedUp, toState } from "../state.ts";
import { currentInputs } from "./current-inputs.ts";

/** Reads the instance: its state, and what was declared at its current values. */
export async function read(
  { id, state }: ReadManaged<InstanceState> | ReadById,
  context: Context,
): Promise<Read<InstanceInputs, InstanceState> | undefined> {
  const isManaged = state !== undefined && !isLookedUp(state);
  if (isManaged) context.knownIds.claim(id);
  const instance = await unlessGone(context.poller.getRecent(id, context.signal), { instance: id });
  if (instance === undefined) return undefined;
  const cloud = await context.trove.cloud({ signal: context.signal });
  if (!isManaged) return readUnmanaged(instance, cloud);
  const declared = declaredInputs(state);
  const guest = await liveGuest(id, declared, state, context);
  if (guest === undefined) return undefined;
  const inputs = { ...(await currentInputs(declared, state, instance, context)), ...guest };
  warnOfGrowth(declared, instance, context);
  return { state: toState(inputs, instance, cloud, state), inputs };
}

/** Everything that Trove reports of the arguments. The state declares none of it: no program manages the instance. */
function readUnmanaged(instance: Instance, cloud: InstanceState["cloud"]): Read<InstanceInputs, InstanceState> {
  const inputs: InstanceInputs = {
    name: instance.name,
    flavor: instance.flavorId,
    datastore: { ...instance.datastore },
    ...(instance.volumeSize === undefined ? {} : { volume: { size: instance.volumeSize } }),
    ...(instance.replicaOf === undefined ? {} : { replicaOf: instance.replicaOf }),
    ...(instance.configurationId === undefined ? {} : { configuration: instance.configurationId }),
  };
  const state = toState(inputs, instance, cloud, { wasActive: true, pending: [], restartRequired: false });
  return { state: { ...state, ...toOutputs(instance, cloud), declared: [] }, inputs };
}

/**
 * A guest that cannot be asked leaves its databases and users as they were. So does a cloud that does not list those of
 * the datastore, without a warning: the create has given that. So does an interrupted create or update: what
 * it asked the guest for may still come, and must not be forgotten; the next update looks for itself.
 *
 * @returns `undefined` where the instance is gone meanwhile.
 */
async function liveGuest(
  id: string,
  declared: InstanceInputs,
  state: InstanceState,
  context: Context,
): Promise<Pick<InstanceInputs, "databases" | "users"> | undefined> {
  if (state.pending.length > 0) return {};
  if (declared.databases === undefined && declared.users === undefined) return {};
  try {
    return toDeclared(declared, await listGuestObjects(id, declared, context));
  } catch (error) {
    if (isGone(error, { instance: id })) return undefined;
    if (error instanceof UnsupportedDatastoreError) return {};
    if (!(error instanceof BusyError || error instanceof GuestUnreachableError)) throw error;
    context.log.warn(`The databases and users of instance ${id} could not be read: ${error.message}`);
    return {};
  }
}

/** The declared databases and users that are there, with the grants that count. */
export function toDeclared(declared: InstanceInputs, there: GuestObjects): Pick<InstanceInputs, "databases" | "users"> {
  const { databases, users } = declared;
  return {
    ...(databases === undefined ? {} : { databases: filterEntries(databases, (name) => there.databases?.has(name)) }),
    ...(users === undefined ? {} : { users: liveUsers(users, there) }),
  };
}

function filterEntries<Value>(record: Readonly<Record<string, Value>>, keep: (key: string) => boolean | undefined) {
  return Object.fromEntries(Object.entries(record).filter(([key]) => keep(key)));
}

function liveUsers(users: NonNullable<InstanceInputs["users"]>, there: GuestObjects) {
  return Object.fromEntries(
    Object.entries(users).flatMap(([key, user]) => {
      const has = there.users?.get(key);
      return has === undefined ? [] : [[key, withLiveGrants(user, has.databases, there)]];
    }),
  );
}

/** Trove keeps the grants of a database that was dropped: they count for nothing. */
function withLiveGrants(user: DeclaredUser, granted: readonly string[], there: GuestObjects): DeclaredUser {
  if (user.databases === undefined) return user;
  return { ...user, databases: granted.filter((name) => there.databases?.has(name)).sort() };
}

function warnOfGrowth(declared: InstanceInputs, instance: Instance, context: Context): void {
  const size = declared.volume?.size;
  if (size === undefined || instance.volumeSize === undefined || instance.volumeSize <= size) return;
  context.log.warn(
    `The volume of instance ${instance.id} was grown outside, to ${instance.volumeSize} GiB; ` +
      `write volume: { size: ${instance.volumeSize} } in the program.`,
  );
}
