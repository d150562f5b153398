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

/** Users are read from the guest within the request, which may take 180 s (`trove/guestagent/api.py`). */
const guestTimeoutMs = 200_000;

/** What changes of a user; what stays the same must be left out. */
export interface UserPatch {
  readonly name?: string | undefined;
  readonly host?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * `/instances/{id}/users` (`trove/extensions/common/service.py`, `UserController` and `UserAccessController`). Every call
 * needs a running database: else it throws a `BusyError`, or a `GuestUnreachableError`. Where the cloud's Trove does not
 * offer them for the datastore, each throws an `UnsupportedDatastoreError`.
 */
export class Users {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Every user but the server's own. Passwords are never told. */
  list(instanceId: string, options: CallOptions = {}): AsyncGenerator<User, void, undefined> {
    return everyPage(listing(instanceId), (marker) => this.page(instanceId, { ...options, marker }));
  }

  /** One page, in the order of `name@host`; it can be short or empty and have a next one. */
  async page(instanceId: string, options: PageOptions = {}): Promise<Page<User>> {
    const what = listing(instanceId);
    const path = pagePath(usersPath(instanceId), options);
    const body = await this.#call(what, { method: "GET", path, signal: options.signal }, many);
    return { items: body.users.map(fromWireUser), next: nextMarker(body) };
  }

  /** Reads a user. @throws {NotFoundError} there is no such user, or no such instance (`resource` tells which). */
  async get(instanceId: string, user: UserId, options: CallOptions = {}): Promise<User> {
    const what = `Reading ${describe(instanceId, user)}`;
    const body = await this.#call(what, { method: "GET", path: userPath(instanceId, user), ...options }, one);
    return fromWireUser(body.user);
  }

  /**
   * Asks for users; nothing is sent for none. The guest makes them later and reports no failure: look for them in
   * the list.
   *
   * @throws {BadRequestError} one exists already, is named twice, or is the server's own.
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
   * Changes a user. A new name or host is a new identity: the old one is then not found. From 23 on Trove checks neither:
   * after one that the guest agent does not take, such as `10.%` as a host, its users can no longer be listed (400).
   *
   * @throws {RangeError} nothing to change.
   * @throws {BadRequestError} the new name is taken, be it by the user itself: send only what changes.
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

  /** Asks for the end of a user; done when it is gone from the list. @throws {NotFoundError} as `get` does. */
  async delete(instanceId: string, user: UserId, options: CallOptions = {}): Promise<void> {
    const path = userPath(instanceId, user);
    await this.#call(`Dropping ${describe(instanceId, user)}`, { method: "DELETE", path, ...options });
  }

  /**
   * Grants access to more databases, at once; MySQL also to one that does not exist. Nothing is sent for none.
   *
   * @throws {BadRequestError} a name is refused, or PostgreSQL has no such database. The databases before it may be
   * granted all the same.
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
   * Takes the access to one database away, at once.
   *
   * @throws {NotFoundError} it was not granted (`resource` is `database`), or as `get` does.
   * @throws {UnaddressableNameError} a database's name that Trove's paths cannot carry.
   */
  async revoke(instanceId: string, user: UserId, database: string, options: CallOptions = {}): Promise<void> {
    const what = `Revoking database ${JSON.stringify(database)} from ${describe(instanceId, user)}`;
    const path = `${userPath(instanceId, user)}/databases/${databaseSegment(database, what)}`;
    await this.#call(what, { method: "DELETE", path, ...options });
  }

  #call<T = unknown>(what: string, request: SessionRequest, schema?: z.ZodType<T>): Promise<T> {
    return callTrove(this.#session, what, { timeoutMs: guestTimeoutMs, ...request }, schema);
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
