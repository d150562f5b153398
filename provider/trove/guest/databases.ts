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
 * database; otherwise it throws a `BusyError` or a `GuestUnreachableError`. If the cloud's Trove does not support it
 * for the datastore, it throws an `UnsupportedDatastoreError`.
 */
export class Databases {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists the names of all databases except the server's own. Trove does not show character sets. */
  list(instanceId: string, options: CallOptions = {}): AsyncGenerator<string, void, undefined> {
    return everyPage(listing(instanceId), (marker) => this.page(instanceId, { ...options, marker }));
  }

  /** Reads one page, ordered by name. A page may be short or empty although another follows. */
  async page(instanceId: string, options: PageOptions = {}): Promise<Page<string>> {
    const what = listing(instanceId);
    const path = pagePath(databasesPath(instanceId), options);
    const body = await callTrove(this.#session, what, { method: "GET", path, signal: options.signal }, many);
    return { items: body.databases.map((database) => database.name), next: nextMarker(body) };
  }

  /**
   * Creates databases. The guest agent creates them after the call has returned and reports no failure: look for them
   * in the list.
   *
   * @throws {BadRequestError} a database exists already, is given twice, or is the server's own.
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
   * Drops a database with its data. The grants on it remain. It is dropped once the list no longer has it.
   *
   * @throws {NotFoundError} the database or the instance does not exist (`resource` is the type).
   * @throws {UnaddressableNameError} a path of Trove's API cannot contain the name.
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
