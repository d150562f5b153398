import type { TroveApi } from "../../../trove/trove-api.ts";
import type { CallOptions, User } from "../../../trove/types.ts";
import { userKeyOf } from "../user-keys.ts";

/** The part of Trove's API that lists what is inside an instance. */
export type GuestApi = Pick<TroveApi, "databases" | "users">;

/** Lists the names of the databases on an instance. Fails if its guest agent is busy. */
export async function fetchDatabases(id: string, trove: GuestApi, options: CallOptions): Promise<ReadonlySet<string>> {
  return new Set(await Array.fromAsync(trove.databases.list(id, options)));
}

/** Lists the users on an instance by their keys. Fails if its guest agent is busy. */
export async function fetchUsers(
  id: string,
  trove: GuestApi,
  options: CallOptions,
): Promise<ReadonlyMap<string, User>> {
  return new Map((await Array.fromAsync(trove.users.list(id, options))).map((user) => [userKeyOf(user), user]));
}
