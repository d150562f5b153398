import { z } from "zod";
import type { Session } from "../../openstack/session.ts";
import { callTrove } from "../request/call-trove.ts";
import { listOf } from "../request/list-of.ts";
import { everyPage, nextMarker, pagePath, wirePage } from "../request/paging.ts";
import { databaseSegment, idSegment } from "../request/paths.ts";
import type { CallOptions, CreateDatabase, Page, PageOptions } from "../types.ts";
import { databaseBody } from "./database-bodies.ts";

const many = wirePage.extend({ databases: listOf(z.object({ name: z.string() })) });

/**
 * `/instances/{id}/databases` (`trove/extensions/common/service.py`, `SchemaController`). Every call needs a running
 * database: else it throws a `BusyError`, or a `GuestUnreachableError`. Where the cloud's Trove does not offer them for the
 * datastore, each throws an `UnsupportedDatastoreError`.
 */
export class Databases {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The names of all databases but the server's own. Character sets are never told. */
  list(instanceId: string, options: CallOptions = {}): AsyncGenerator<string, void, undefined> {
    return everyPage(listing(instanceId), (marker) => this.page(instanceId, { ...options, marker }));
  }

  /** One page, in the order of names; it can be short or empty and have a next one. */
  async page(instanceId: string, options: PageOptions = {}): Promise<Page<string>> {
    const what = listing(instanceId);
    const path = pagePath(databasesPath(instanceId), options);
    const body = await callTrove(this.#session, what, { method: "GET", path, signal: options.signal }, many);
    return { items: body.databases.map((database) => database.name), next: nextMarker(body) };
  }

  /**
   * Asks for databases; nothing is sent for none. The guest makes them later and reports no failure: look for
   * them in the list.
   *
   * @throws {BadRequestError} one exists already, is named twice, or is the server's own.
   */
  async create(instanceId: string, databases: readonly CreateDatabase[], options: CallOptions = {}): Promise<void> {
    if (databases.length === 0) {
      return;
    }
    await callTrove(this.#session, `Creating databases of instance ${instanceId}`, {
      method: "POST",
      path: databasesPath(instanceId),
      json: { databases: databases.map(databaseBody) },
      ...options,
    });
  }

  /**
   * Asks for the end of a database and its data; the grants on it stay. Done when it is gone from the list.
   *
   * @throws {NotFoundError} there is none, or no such instance (`resource` tells which).
   * @throws {UnaddressableNameError} a name that Trove's paths cannot carry.
   */
  async delete(instanceId: string, name: string, options: CallOptions = {}): Promise<void> {
    const what = `Dropping database ${JSON.stringify(name)} of instance ${instanceId}`;
    const path = `${databasesPath(instanceId)}/${databaseSegment(name, what)}`;
    await callTrove(this.#session, what, { method: "DELETE", path, ...options });
  }
}

function databasesPath(instanceId: string): string {
  return `/instances/${idSegment(instanceId)}/databases`;
}

function listing(instanceId: string): string {
  return `Listing the databases of instance ${instanceId}`;
}
