import { unlessGone } from "../../trove/errors/is-gone.ts";
import type { Instance, User } from "../../trove/types.ts";
import { parseChildId } from "../children/child-id.ts";
import { lookInside } from "../children/read-child.ts";
import type { Context } from "../context.ts";
import { rulesOf } from "../guest/rules/rules-of.ts";
import { splitUserKey, userKeyOf } from "../guest/user-keys.ts";
import { declaredInputs } from "../managed-state.ts";
import type { Read, ReadById, ReadManaged } from "../resource.ts";
import type { UserInputs } from "./arguments.ts";
import { isReadById, possibleKeys, type UserState, uriOf } from "./state.ts";

/** A user that was found, with the grants on databases that exist. */
interface Found {
  readonly user: User;
  readonly granted: string[];
}

/** Reads a user: its grants, and under which identity it exists. Trove reports no password. */
export async function read(
  { id, state }: ReadManaged<UserState> | ReadById,
  context: Context,
): Promise<Read<UserInputs, UserState> | undefined> {
  const isManaged = state !== undefined && !isReadById(state);
  const { instanceId, key } = parseChildId(id, "<instance id>/<name>@<host>");
  const keys = isManaged ? possibleKeys(state) : [userKeyOf(splitUserKey(key))];
  const what = `User ${JSON.stringify(keys[0])} of instance ${instanceId}`;
  const instance = await unlessGone(context.poller.getRecent(instanceId, context.signal), { instance: instanceId });
  if (instance === undefined) return undefined;
  const found = await lookInside(instanceId, what, () => find(instanceId, keys, context), context);
  if (isManaged) return readManaged(state, instance, found === "unknown" || found === "gone" ? found : found.value);
  if (found === "gone") return undefined;
  return readUnmanaged(keys[0] ?? key, instance, found === "unknown" ? undefined : found.value, context);
}

async function find(id: string, keys: readonly string[], context: Context): Promise<Found | undefined> {
  const { guestLists } = context;
  const users = (await guestLists.recent("users", id, context)).listed;
  const user = keys.map((key) => users.get(key)).find((one) => one !== undefined);
  if (user === undefined || user.databases.length === 0) return user && { user, granted: [] };
  // MySQL keeps the grants of a dropped database, which have no effect.
  const databases = (await guestLists.recent("databases", id, context)).listed;
  return { user, granted: user.databases.filter((name) => databases.has(name)).sort() };
}

function readManaged(
  state: UserState,
  instance: Instance,
  found: Found | "gone" | "unknown",
): Read<UserInputs, UserState> | undefined {
  const isPending = state.pending.length > 0;
  // What an interrupted operation has requested may still come.
  if (found === "gone" && !isPending) return undefined;
  const grants =
    typeof found === "string" || isPending || !state.declared.includes("databases") ? {} : { databases: found.granted };
  const current = { ...state, ...grants };
  return {
    state: { ...current, uri: uriOf(current, instance) },
    inputs: { ...(declaredInputs(state) as UserInputs), ...grants },
  };
}

async function readUnmanaged(
  key: string,
  instance: Instance,
  found: Found | undefined,
  context: Context,
): Promise<Read<UserInputs, UserState>> {
  const { name, host } = splitUserKey(key);
  const datastoreType = instance.datastore.type;
  // Trove lists no grants of a user of PostgreSQL whose grants it cannot find.
  const isListed = found !== undefined && rulesOf(datastoreType)?.grantee?.(name) === undefined;
  const inputs = { instance: instance.id, name, host, ...(isListed ? { databases: found.granted } : {}) };
  const cloud = await context.trove.cloud({ signal: context.signal });
  return {
    state: { ...inputs, uri: undefined, datastoreType, cloud, declared: [], pending: [], imported: true },
    inputs,
  };
}
