import { ApiFault, badRequest, internalError } from "./api-fault.ts";
import type { Call } from "./call.ts";
import { castToGuest, guestOf, readGuest } from "./guest-agent/calls.ts";
import { checkDatabaseRuns, instanceWithServer } from "./instances/checks.ts";
import type { UserRecord } from "./instances/contents.ts";
import { announced } from "./instances/fault.ts";
import type { Instance } from "./instances/instance.ts";
import { checkHost, checkPassword, checkReservedUser, checkUserName, isHiddenUser } from "./mysql/names.ts";
import { populateUsers, type UserBody } from "./mysql/populate.ts";
import { pageBody, pageByKey } from "./paging.ts";
import { refusingNames } from "./refused-name.ts";
import { cutFormat, parseUserPath, restoreFormat, type UserName } from "./user-path.ts";

export function listUsers(call: Call): unknown {
  const instance = instanceWithServer(call);
  checkDatabaseRuns(call, instance);
  const { keyOf } = guestOf(call.cloud, instance);
  const { items, next } = pageByKey(instance.users, keyOf, call);
  readGuest(call.cloud, instance, (guest) => guest.checkListed(items, call.query.get("marker") ?? ""));
  const shown = items.filter(({ name }) => !isHiddenUser(name)).map((user) => view(call, instance, user));
  return pageBody(call, "users", shown, next);
}

/** The guest agent creates them later, and does not report failures. */
export function createUsers(call: Call): undefined {
  const instance = instanceWithServer(call);
  const { users } = call.body as { users: UserBody[] };
  announced(instance, () => {
    const asked = refusingNames("User create error", () => populateUsers(users, call.cloud.behavior));
    checkDatabaseRuns(call, instance);
    for (const { name, host } of asked) checkFree(call, instance, { name, host });
    castToGuest(call.cloud, instance, (guest) => guest.createUsers(asked));
  });
}

export function showUser(call: Call): unknown {
  const instance = instanceWithServer(call);
  return { user: view(call, instance, findUser(call, instance, lastSegment(call), "User show error")) };
}

export function deleteUser(call: Call): undefined {
  const instance = instanceWithServer(call);
  announced(instance, () => {
    const id = lastSegment(call);
    // Unlike the other requests, it checks the name before the instance.
    if (call.cloud.behavior.checksMySqlRules)
      refusingNames("User delete error", () => checkRules(call, parseUserPath(id)));
    const { name, host } = findUser(call, instance, id, "User delete error");
    castToGuest(call.cloud, instance, (guest) => guest.dropUser(name, host));
  });
}

/** `PUT users/{user}`: a given name or host must not be in use, not even by the user itself. */
export function updateUser(call: Call): undefined {
  const instance = instanceWithServer(call);
  const { user: changes } = call.body as { user: { name?: string; host?: string; password?: string } };
  announced(instance, () => {
    const { name, host } = findUser(call, instance, lastSegment(call), "Error loading user");
    const wanted = { name: changes.name ?? name, host: changes.host ?? host };
    refusingNames("User update error", () => checkUser(call, wanted));
    if (changes.name !== undefined || changes.host !== undefined) checkFree(call, instance, wanted);
    castToGuest(call.cloud, instance, (guest) => guest.updateUser(name, host, changes));
  });
}

/** `PUT users`: changes the passwords of all users, or of none if one is refused. */
export function updatePasswords(call: Call): undefined {
  const instance = instanceWithServer(call);
  const { users } = call.body as { users?: UserBody[] };
  if (!Array.isArray(users)) throw internalError();
  announced(instance, () => {
    for (const user of users) checkKnown(call, instance, user);
    checkDatabaseRuns(call, instance);
    castToGuest(call.cloud, instance, async (guest) => {
      for (const { name, host = "%", password } of users) await guest.changePassword(name, host, password);
    });
  });
}

/** The user of a path segment. Throws 404 if there is none; `doing` starts the message for an invalid name. */
export function findUser(call: Call, instance: Instance, id: string, doing: string): UserRecord {
  const asked = parseUserPath(id);
  refusingNames(doing, () => {
    checkDatabaseRuns(call, instance);
    checkUser(call, asked);
  });
  return known(call, instance, asked, id);
}

function checkKnown(call: Call, instance: Instance, { name, host = "%", password }: UserBody): void {
  refusingNames("Error loading user", () => {
    if (call.cloud.behavior.checksMySqlRules) {
      checkUserName(name);
      checkPassword(password);
      checkHost(host, call.cloud.behavior.acceptsPartialHosts);
    }
    checkDatabaseRuns(call, instance);
    checkUser(call, { name, host });
  });
  known(call, instance, { name, host }, `${name}@${host}`);
}

function known(call: Call, instance: Instance, { name, host }: UserName, id: string): UserRecord {
  const user = readGuest(call.cloud, instance, (guest) => guest.findUser(name, host));
  if (!user) throw new ApiFault(404, `User ${id} cannot be found on the instance.`);
  return user;
}

function checkUser(call: Call, user: UserName): void {
  if (call.cloud.behavior.checksMySqlRules) checkRules(call, user);
  checkReservedUser(user.name);
}

function checkRules({ cloud }: Call, { name, host }: UserName): void {
  checkUserName(name);
  checkHost(host, cloud.behavior.acceptsPartialHosts);
}

/** Looks up `name@host` by paging. PostgreSQL's guest agent pages by the name alone, so it never finds a duplicate. */
function checkFree({ cloud }: Call, instance: Instance, { name, host }: UserName): void {
  const { keyOf } = guestOf(cloud, instance);
  const from = `${name}@${host}`;
  const [first] = instance.users.filter((user) => keyOf(user) >= from).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  readGuest(cloud, instance, (guest) => guest.checkListed(first === undefined ? [] : [first], from));
  if (first !== undefined && keyOf(first) === from) throw badRequest(`A user with the name "${name}" already exists.`);
}

function lastSegment(call: Call): string {
  const { id, format } = cutFormat(call.parameter("user"));
  return restoreFormat(id, format);
}

function view({ cloud }: Call, instance: Instance, user: UserRecord): unknown {
  const databases = guestOf(cloud, instance).listedGrants(user);
  return { name: user.name, host: user.host, databases: databases.map((name) => ({ name })) };
}
