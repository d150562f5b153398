import { z } from "zod";
import { ArgumentError } from "../../core/errors/argument-error.ts";
import type { Session, SessionRequest } from "../../openstack/session.ts";
import { callTrove } from "../request/call-trove.ts";
import { listOf } from "../request/list-of.ts";
import { everyPage, nextMarker, pagePath, wirePage } from "../request/paging.ts";
import { databaseSegment, idSegment, userKey, userSegment } from "../request/paths.ts";
import type { CallOptions, CreateUser, Page, PageOptions, User, UserId } from "../types.ts";
import { nameList, userBody } from "./database-bodies.ts";

const wireUser = z.object({
  name: z.string(),
  host: z.string().nullish(),
  databases: listOf(z.object({ name: z.string() })).nullish(),
});
const one = z.object({ user: wireUser });
const many = wirePage.extend({ users: listOf(wireUser) });

/** Within the request, Trove waits up to 180 s for the guest agent (`trove/guestagent/api.py`). */
const GUEST_TIMEOUT_MS = 200_000;

/** A change of a user. Properties that do not change must be left out. */
export interface UserPatch {
  readonly name?: string | undefined;
  readonly host?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * `/instances/{id}/users` (`trove/extensions/common/service.py`, `UserController` and `UserAccessController`). Every
 * call needs a running database; otherwise it throws a `BusyError` or a `GuestUnreachableError`. If the cloud's Trove
 * does not support it for the datastore, it throws an `UnsupportedDatastoreError`.
 */
export class Users {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists all users except the server's own. Trove does not show passwords. */
  list(instanceId: string, options: CallOptions = {}): AsyncGenerator<User, void, undefined> {
    return everyPage(listing(instanceId), (marker) => this.page(instanceId, { ...options, marker }));
  }

  /** Reads one page, ordered by `name@host`. A page may be short or empty although another follows. */
  async page(instanceId: string, options: PageOptions = {}): Promise<Page<User>> {
    const what = listing(instanceId);
    const path = pagePath(usersPath(instanceId), options);
    const body = await this.#call(what, { method: "GET", path, signal: options.signal }, many);
    return { items: body.users.map(fromWireUser), next: nextMarker(body) };
  }

  /** Reads a user. @throws {NotFoundError} the user or the instance does not exist (`resource` is the type). */
  async get(instanceId: string, user: UserId, options: CallOptions = {}): Promise<User> {
    const what = `Reading ${describe(instanceId, user)}`;
    const body = await this.#call(what, { method: "GET", path: userPath(instanceId, user), ...options }, one);
    return fromWireUser(body.user);
  }

  /**
   * Creates users. The guest agent creates them after the call has returned and reports no failure: look for them in
   * the list.
   *
   * @throws {BadRequestError} a user exists already, is given twice, or is the server's own.
   */
  async create(instanceId: string, users: readonly CreateUser[], options: CallOptions = {}): Promise<void> {
    if (users.length === 0) {
      return;
    }
    const json = { users: users.map(userBody) };
    const path = usersPath(instanceId);
    await this.#call(`Creating users of instance ${instanceId}`, { method: "POST", path, json, ...options });
  }

  /**
   * Changes a user. A new name or host replaces the identity: the old one is no longer found. Since release 23 Trove
   * checks neither: a value that the guest agent does not accept, such as the host `10.%`, makes every list of users
   * fail (400).
   *
   * @throws {RangeError} the patch is empty.
   * @throws {BadRequestError} the new name exists already, even if it is the user's own: send only what changes.
   */
  async update(instanceId: string, user: UserId, patch: UserPatch, options: CallOptions = {}): Promise<void> {
    const changes = Object.entries(patch).filter(([, value]) => value !== undefined);
    if (changes.length === 0) {
      throw new ArgumentError("An update of a user must change something.");
    }
    const json = { user: Object.fromEntries(changes) };
    const path = userPath(instanceId, user);
    await this.#call(`Updating ${describe(instanceId, user)}`, { method: "PUT", path, json, ...options });
  }

  /** Drops a user. It is dropped once the list no longer has it. @throws {NotFoundError} as `get` does. */
  async delete(instanceId: string, user: UserId, options: CallOptions = {}): Promise<void> {
    const path = userPath(instanceId, user);
    await this.#call(`Dropping ${describe(instanceId, user)}`, { method: "DELETE", path, ...options });
  }

  /**
   * Grants access to more databases at once. MySQL also grants access to a database that does not exist.
   *
   * @throws {BadRequestError} a name is refused, or PostgreSQL has no such database. The databases before it may be
   * granted nevertheless.
   */
  async grant(
    instanceId: string,
    user: UserId,
    databases: readonly string[],
    options: CallOptions = {},
  ): Promise<void> {
    if (databases.length === 0) {
      return;
    }
    const path = `${userPath(instanceId, user)}/databases`;
    const json = { databases: nameList(databases) };
    const what = `Granting ${databases.map((name) => JSON.stringify(name)).join(", ")} to ${describe(instanceId, user)}`;
    await this.#call(what, { method: "PUT", path, json, repeatable: true, ...options });
  }

  /**
   * Revokes the access to one database at once.
   *
   * @throws {NotFoundError} it was not granted (`resource` is `database`), or as `get` does.
   * @throws {UnaddressableNameError} a path of Trove's API cannot contain the name of the database.
   */
  async revoke(instanceId: string, user: UserId, database: string, options: CallOptions = {}): Promise<void> {
    const what = `Revoking database ${JSON.stringify(database)} from ${describe(instanceId, user)}`;
    const path = `${userPath(instanceId, user)}/databases/${databaseSegment(database, what)}`;
    await this.#call(what, { method: "DELETE", path, ...options });
  }

  #call<T = unknown>(what: string, request: SessionRequest, schema?: z.ZodType<T>): Promise<T> {
    return callTrove(this.#session, what, { timeoutMs: GUEST_TIMEOUT_MS, ...request }, schema);
  }
}

function fromWireUser(wire: z.infer<typeof wireUser>): User {
  return {
    name: wire.name,
    host: wire.host ?? "%",
    databases: wire.databases?.map((database) => database.name) ?? [],
  };
}

function usersPath(instanceId: string): string {
  return `/instances/${idSegment(instanceId)}/users`;
}

function userPath(instanceId: string, user: UserId): string {
  return `${usersPath(instanceId)}/${userSegment(user)}`;
}

function describe(instanceId: string, user: UserId): string {
  return `user ${JSON.stringify(userKey(user))} of instance ${instanceId}`;
}

function listing(instanceId: string): string {
  return `Listing the users of instance ${instanceId}`;
}
