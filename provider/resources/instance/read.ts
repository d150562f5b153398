import { BusyError } from "../../trove/errors/busy-error.ts";
import { GuestUnreachableError } from "../../trove/errors/guest-unreachable-error.ts";
import { isNotFound } from "../../trove/errors/is-not-found.ts";
import type { Instance } from "../../trove/types.ts";
import type { Context, Read } from "../resource.ts";
import { flavorIdOf } from "./flavor.ts";
import { type GuestObjects, listGuestObjects } from "./guest-objects.ts";
import type { DeclaredUser, InstanceInputs } from "./inputs.ts";
import { declaredInputs, type InstanceState, toOutputs, toState } from "./state.ts";

/** What is there now: the state, and what was declared at its live values. */
export async function read(
  id: string,
  state: InstanceState | undefined,
  context: Context,
): Promise<Read<InstanceInputs, InstanceState> | undefined> {
  const instance = await find(id, context);
  if (instance === undefined) return undefined;
  const cloud = await context.trove.cloud(context);
  if (state === undefined) return lookedUp(instance, toOutputs(instance, cloud), cloud);
  const declared = declaredInputs(state);
  const inputs = {
    ...(await liveValues(declared, state, instance, context)),
    ...(await liveGuest(id, declared, state, context)),
  };
  warnOfGrowth(declared, instance, context);
  return { state: toState(inputs, instance, cloud, state), inputs };
}

async function find(id: string, context: Context): Promise<Instance | undefined> {
  try {
    return await context.trove.instances.get(id, { signal: context.signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function lookedUp(
  instance: Instance,
  outputs: ReturnType<typeof toOutputs>,
  cloud: InstanceState["cloud"],
): Read<InstanceInputs, InstanceState> {
  const known: InstanceInputs = {
    name: instance.name,
    flavor: instance.flavorId,
    datastore: { ...instance.datastore },
    ...(instance.volumeSize === undefined ? {} : { volume: { size: instance.volumeSize } }),
    ...(instance.replicaOf === undefined ? {} : { replicaOf: instance.replicaOf }),
  };
  return { state: { ...known, ...outputs, declared: [], built: true, pending: [], cloud }, inputs: known };
}

/** Volume type, zone and network are never reported, so they stay as they were declared. */
async function liveValues(
  declared: InstanceInputs,
  state: InstanceState,
  instance: Instance,
  context: Context,
): Promise<InstanceInputs> {
  const live: InstanceInputs = { ...declared };
  if (declared.name !== undefined) live.name = instance.name;
  if (declared.flavor !== undefined && !(await isFlavor(declared.flavor, state, instance, context))) {
    live.flavor = instance.flavorId;
  }
  // As declared, an id or a name, as long as it did not change.
  if (declared.datastore?.version !== undefined && state.datastoreVersion !== instance.datastore.version) {
    live.datastore = { ...declared.datastore, version: instance.datastore.version };
  }
  if (declared.access !== undefined) {
    const { isPublic = declared.access.isPublic, allowedCidrs = declared.access.allowedCidrs } = instance.access;
    live.access = { isPublic, allowedCidrs: [...allowedCidrs] };
  }
  if (declared.replicaOf !== undefined) {
    if (instance.replicaOf === undefined) delete live.replicaOf;
    else live.replicaOf = instance.replicaOf;
  }
  return live;
}

/** Whether the declared flavor, an id or a name, is still the instance's. */
async function isFlavor(
  declared: string,
  state: InstanceState,
  instance: Instance,
  context: Context,
): Promise<boolean> {
  if (declared === instance.flavorId || state.flavorId === instance.flavorId) return true;
  return (await flavorIdOf(declared, context)) === instance.flavorId;
}

/** A guest that cannot be asked leaves its databases and users as they were; so does one that is still making them. */
async function liveGuest(
  id: string,
  declared: InstanceInputs,
  state: InstanceState,
  context: Context,
): Promise<Pick<InstanceInputs, "databases" | "users">> {
  if (state.pending.includes("create")) return {};
  if (declared.databases === undefined && declared.users === undefined) return {};
  try {
    return toDeclared(declared, await listGuestObjects(id, declared, context));
  } catch (error) {
    if (!(error instanceof BusyError || error instanceof GuestUnreachableError)) throw error;
    context.log.warn(`The databases and users of instance ${id} could not be read: ${error.message}`);
    return {};
  }
}

function toDeclared(declared: InstanceInputs, there: GuestObjects): Pick<InstanceInputs, "databases" | "users"> {
  const live: Pick<InstanceInputs, "databases" | "users"> = {};
  if (declared.databases !== undefined) {
    live.databases = Object.fromEntries(
      Object.entries(declared.databases).filter(([name]) => there.databases?.has(name)),
    );
  }
  if (declared.users !== undefined) {
    live.users = Object.fromEntries(
      Object.entries(declared.users).flatMap(([key, user]) => {
        const has = there.users?.get(key);
        return has === undefined ? [] : [[key, withLiveGrants(user, has.databases, there)]];
      }),
    );
  }
  return live;
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
