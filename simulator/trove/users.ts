import { ApiFault, badRequest } from "./api-fault.ts";
import type { Call } from "./call.ts";
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
  checkDatabaseRuns(instance);
  const { items, next } = pageByKey(instance.users, ({ name, host }) => `${name}@${host}`, call);
  return pageBody(call, "users", items.filter(({ name }) => !isHiddenUser(name)).map(view), next);
}

/** The guest makes them later, and says nothing when it cannot. */
export function createUsers(call: Call): undefined {
  const instance = instanceWithServer(call);
  const { users } = call.body as { users: UserBody[] };
  announced(instance, () => {
    const asked = refusingNames("User create error", () => populateUsers(users));
    checkDatabaseRuns(instance);
    for (const { name, host } of asked) {
      if (instance.user(name, host)) throw alreadyExists(name);
    }
    cast(call, instance, () => put(instance, asked));
  });
}

export function showUser(call: Call): unknown {
  const instance = instanceWithServer(call);
  return { user: view(findUser(instance, lastSegment(call), "User show error")) };
}

export function deleteUser(call: Call): undefined {
  const instance = instanceWithServer(call);
  announced(instance, () => {
    const { name, host } = findUser(instance, lastSegment(call), "User delete error");
    cast(call, instance, () => remove(instance, { name, host }));
  });
}

/** `PUT users/{user}`: a name or a host that is given must be free, even where it is the user's own. */
export function updateUser(call: Call): undefined {
  const instance = instanceWithServer(call);
  const { user: changes } = call.body as { user: { name?: string; host?: string; password?: string } };
  announced(instance, () => {
    const { name, host } = findUser(instance, lastSegment(call), "Error loading user");
    const wanted = { name: changes.name ?? name, host: changes.host ?? host };
    refusingNames("User update error", () => checkUser(wanted));
    const renamed = changes.name !== undefined || changes.host !== undefined;
    if (renamed && instance.user(wanted.name, wanted.host)) throw alreadyExists(wanted.name);
    cast(call, instance, () => {
      const user = instance.user(name, host);
      if (user) Object.assign(user, wanted, changes.password !== undefined && { password: changes.password });
    });
  });
}

/** `PUT users`: changes passwords, all or none. */
export function updatePasswords(call: Call): undefined {
  const instance = instanceWithServer(call);
  const { users } = call.body as { users: UserBody[] };
  announced(instance, () => {
    for (const user of users) checkKnown(instance, user);
    checkDatabaseRuns(instance);
    cast(call, instance, () => {
      for (const { name, host = "%", password } of users) {
        const user = instance.user(name, host);
        if (user) user.password = password;
      }
    });
  });
}

/** The user of a path segment, which must be there; `doing` begins the text for a name that cannot be one. */
export function findUser(instance: Instance, id: string, doing: string): UserRecord {
  const { name, host } = parseUserPath(id);
  refusingNames(doing, () => {
    checkDatabaseRuns(instance);
    checkUser({ name, host });
  });
  const user = instance.user(name, host);
  if (!user) throw userNotFound(id);
  return user;
}

function checkKnown(instance: Instance, { name, host = "%", password }: UserBody): void {
  refusingNames("Error loading user", () => {
    checkUserName(name);
    checkPassword(password);
    checkDatabaseRuns(instance);
    checkUser({ name, host });
  });
  if (!instance.user(name, host)) throw userNotFound(`${name}@${host}`);
}

function checkUser({ name, host }: UserName): void {
  checkUserName(name);
  checkHost(host);
  checkReservedUser(name);
}

function lastSegment(call: Call): string {
  const { id, format } = cutFormat(call.parameter("user"));
  return restoreFormat(id, format);
}

function cast({ cloud }: Call, instance: Instance, work: () => void): void {
  cloud.later(instance, cloud.settings.guestLag, work);
}

/** What came there meanwhile stays: `CREATE USER` fails, and what was to follow it (`mysql_common/service.py`). */
function put(instance: Instance, users: readonly UserRecord[]): void {
  for (const user of users) {
    if (instance.user(user.name, user.host)) return;
    instance.users.push(user);
  }
}

function remove(instance: Instance, { name, host }: UserName): void {
  instance.users = instance.users.filter((user) => user.name !== name || user.host !== host);
}

function view({ name, host, databases }: UserRecord): unknown {
  return { name, host, databases: databases.map((database) => ({ name: database })) };
}

function alreadyExists(name: string): ApiFault {
  return badRequest(`A user with the name "${name}" already exists.`);
}

function userNotFound(id: string): ApiFault {
  return new ApiFault(404, `User ${id} cannot be found on the instance.`);
}
