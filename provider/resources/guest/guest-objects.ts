import type { User } from "../../trove/types.ts";
import type { Context } from "../context.ts";
import type { DeclaredContents } from "./declared.ts";
import type { GuestKind } from "./shared/guest-lists.ts";

/** The databases and users on an instance; `undefined` if the program declares none, so that none were listed. */
export interface GuestObjects {
  readonly databases: ReadonlySet<string> | undefined;
  readonly users: ReadonlyMap<string, User> | undefined;
}

/**
 * Lists the databases and users of an instance, as far as the program declares any. If it declares grants, lists the
 * databases too: a grant counts only if its database exists.
 */
export async function listGuestObjects(
  id: string,
  declared: DeclaredContents,
  context: Context,
): Promise<GuestObjects> {
  const list = async <Kind extends GuestKind>(kind: Kind) =>
    (await context.guestLists.recent(kind, id, context)).listed;
  const users = declared.users === undefined ? undefined : await list("users");
  const hasGrants = Object.values(declared.users ?? {}).some((user) => user.databases !== undefined);
  const databases = declared.databases !== undefined || hasGrants ? await list("databases") : undefined;
  return { databases, users };
}
