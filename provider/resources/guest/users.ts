import type { User } from "../../trove/types.ts";
import type { InstanceTarget } from "../instance-actions/instance-target.ts";
import { ignoringExisting, ignoringMissing } from "./already-done.ts";
import { callGuest, changeGuest } from "./call-guest.ts";
import type { NewUser } from "./rules/new-users.ts";
import { fetchUsers } from "./shared/fetch-contents.ts";
import { splitUserKey } from "./user-keys.ts";

/** Lists the users on an instance by their keys, and waits for its guest agent while that is busy. */
export function listUsers(target: InstanceTarget): Promise<ReadonlyMap<string, User>> {
  const { instanceId, context } = target;
  return callGuest(target, "list its users", (options) => fetchUsers(instanceId, context.trove, options));
}

/** Requests a user with its grants, unless it exists. The guest agent creates it later, and does not report a failure. */
export function createUser(target: InstanceTarget, key: string, user: NewUser, path: readonly string[]): Promise<void> {
  const { instanceId, context } = target;
  return changeGuest(target, path, `accept the new user ${key}`, (options) =>
    ignoringExisting(context.trove.users.create(instanceId, [{ ...splitUserKey(key), ...user }], options)),
  );
}

/** Requests another name or host of a user, whose identity is another one then. The guest agent changes it later. */
export function renameUser(target: InstanceTarget, from: string, to: string, path: readonly string[]): Promise<void> {
  const { instanceId, context } = target;
  const [before, after] = [splitUserKey(from), splitUserKey(to)];
  const patch = {
    // Trove refuses a name or a host that does not change (`trove/extensions/mysql/models.py`).
    ...(after.name === before.name ? {} : { name: after.name }),
    ...(after.host === before.host ? {} : { host: after.host }),
  };
  return changeGuest(target, path, `rename ${from} to ${to}`, (options) =>
    ignoringMissing(context.trove.users.update(instanceId, before, patch, options), { user: from }),
  );
}

export function setPassword(
  target: InstanceTarget,
  key: string,
  password: string,
  path: readonly string[],
): Promise<void> {
  const { instanceId, context } = target;
  return changeGuest(target, path, `set the password of ${key}`, (options) =>
    context.trove.users.update(instanceId, splitUserKey(key), { password }, options),
  );
}

/** Requests the drop of a user, if it exists. The guest agent drops it later, and does not report a failure. */
export function dropUser(target: InstanceTarget, key: string, path: readonly string[]): Promise<void> {
  const { instanceId, context } = target;
  return changeGuest(target, path, `drop the user ${key}`, (options) =>
    ignoringMissing(context.trove.users.delete(instanceId, splitUserKey(key), options), { user: key }),
  );
}
