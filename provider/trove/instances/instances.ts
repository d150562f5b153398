import { z } from "zod";
import type { Session, SessionRequest } from "../../openstack/session.ts";
import { callTrove } from "../request/call-trove.ts";
import { listOf } from "../request/list-of.ts";
import { everyPage, nextMarker, pagePath, wirePage } from "../request/paging.ts";
import { idSegment } from "../request/paths.ts";
import type { Access, CallOptions, CreateInstance, Instance, Page, PageOptions } from "../types.ts";
import { createBody, type InstancePatch, updateBody } from "./instance-bodies.ts";
import { fromWireInstance, wireInstance } from "./instance-wire.ts";

const one = z.object({ instance: wireInstance });
const defaults = z.object({ instance: z.object({ configuration: z.record(z.string(), z.unknown()) }) });
const many = wirePage.extend({ instances: listOf(wireInstance) });

/** Trove waits up to 180 s for the guest agent within the request that attaches a configuration group. */
const ATTACH_TIMEOUT_MS = 240_000;

/** Selects a page of the instances, and its details. */
export interface InstancePageOptions extends PageOptions {
  /**
   * Whether to show each instance as `listDetail` does; otherwise as `list` does.
   *
   * @default false
   */
  readonly detail?: boolean | undefined;
}

/**
 * `/instances` (`trove/instance/service.py`). A call returns when Trove has accepted it, not when it is done: `status`
 * and `operatingStatus` show the progress.
 */
export class Instances {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Creates an instance, which is in BUILD when the call returns. The request is never repeated: Trove could not tell a
   * repetition from a second instance. An empty `access.allowedCidrs` allows every client here, unlike in `update`
   * (`trove/taskmanager/models.py`, `_create_secgroup`).
   *
   * @param options.onSent called when the request is sent, which can be long after the call: Trove's rate limit
   * applies.
   * @throws {BusyError} the status of the source does not permit a replica.
   * @throws {QuotaError} a quota would be exceeded.
   */
  async create(
    instance: CreateInstance,
    options: CallOptions & { readonly onSent?: (() => void) | undefined } = {},
  ): Promise<Instance> {
    const what = `Creating instance ${JSON.stringify(instance.name)}`;
    return this.#one(what, { method: "POST", path: "/instances", json: createBody(instance), ...options });
  }

  /**
   * Reads an instance. Takes up to 15 s if its guest agent does not answer.
   *
   * @throws {NotFoundError} it does not exist in this project.
   */
  async get(id: string, options: CallOptions = {}): Promise<Instance> {
    return this.#one(`Reading instance ${id}`, { method: "GET", path: instancePath(id), ...options });
  }

  /**
   * Lists the instances, without `created`, `updated`, `fault` and `configurationId`. Since Trove 26, lists show an
   * instance that an earlier release created as SHUTDOWN, without addresses: `get` shows its status.
   */
  list(options: CallOptions = {}): AsyncGenerator<Instance, void, undefined> {
    return everyPage("Listing instances", (marker) => this.page({ ...options, marker }));
  }

  /** Lists the instances as `list` does, with everything but `locality`. Takes as many requests. */
  listDetail(options: CallOptions = {}): AsyncGenerator<Instance, void, undefined> {
    return everyPage("Listing instances", (marker) => this.page({ ...options, marker, detail: true }));
  }

  /**
   * Reads one page, ordered by id. An instance that is created meanwhile may be missed.
   *
   * @throws {RangeError} `limit` is not a whole number of at least 1.
   */
  async page(options: InstancePageOptions = {}): Promise<Page<Instance>> {
    const what = "Listing instances";
    const path = pagePath(options.detail ? "/instances/detail" : "/instances", options);
    const body = await callTrove(this.#session, what, { method: "GET", path, signal: options.signal }, many);
    return { items: body.instances.map(fromWireInstance), next: nextMarker(body) };
  }

  /**
   * Deletes an instance. It is deleted once `get` throws a `NotFoundError`. Call it once: Trove subtracts an instance
   * that is being deleted from the quota usage with each call.
   *
   * @throws {BusyError} the instance is in BUILD.
   * @throws {ForbiddenError} the instance has replicas.
   */
  async delete(id: string, options: CallOptions = {}): Promise<void> {
    await callTrove(this.#session, `Deleting instance ${id}`, { method: "DELETE", path: instancePath(id), ...options });
  }

  /**
   * Changes the name, at once and in any status, and at most one other property.
   *
   * @throws {RangeError} the patch is empty, or has more than one property beside the name.
   */
  async update(id: string, patch: InstancePatch, options: CallOptions = {}): Promise<void> {
    const json = updateBody(patch);
    await callTrove(this.#session, `Updating instance ${id}`, {
      method: "PUT",
      path: instancePath(id),
      json,
      ...(patch.configurationId !== undefined && { timeoutMs: ATTACH_TIMEOUT_MS }),
      ...options,
    });
  }

  /** Renames the instance at once. @throws {BusyError} BUILD has only begun. */
  rename(id: string, name: string, options: CallOptions = {}): Promise<void> {
    return this.update(id, { name }, options);
  }

  /**
   * Sets which clients may connect. The operating status is empty until that is done. An empty `allowedCidrs` denies
   * every client, unlike in `create`.
   */
  setAccess(id: string, access: Access, options: CallOptions = {}): Promise<void> {
    return this.update(id, { access }, options);
  }

  /** Detaches a replica from its source, so that it becomes an independent instance. */
  detachReplica(id: string, options: CallOptions = {}): Promise<void> {
    return this.update(id, { detachFromSource: true }, options);
  }

  /** Upgrades the instance to another version of its datastore, by name or id: UPGRADE, then ACTIVE. */
  upgrade(id: string, datastoreVersion: string, options: CallOptions = {}): Promise<void> {
    return this.update(id, { datastoreVersion }, options);
  }

  /**
   * Attaches a configuration group. RESTART_REQUIRED follows if some values take effect only after a restart.
   *
   * @throws {BadRequestError} the instance has a group already, or the group is for another datastore.
   */
  attachConfiguration(id: string, configurationId: string, options: CallOptions = {}): Promise<void> {
    return this.update(id, { configurationId }, options);
  }

  /** Detaches the configuration group, if there is one. RESTART_REQUIRED can follow. */
  detachConfiguration(id: string, options: CallOptions = {}): Promise<void> {
    return this.update(id, { configurationId: null }, options);
  }

  /**
   * Reads what the datastore's template sets for an instance of this flavor, as the server formats it (`"150M"`, `1`).
   * The attached group is not included (`trove/instance/service.py`, `configuration`).
   */
  async configurationDefaults(id: string, options: CallOptions = {}): Promise<Record<string, unknown>> {
    const what = `Reading the configuration defaults of instance ${id}`;
    const path = `${instancePath(id)}/configuration`;
    const body = await callTrove(this.#session, what, { method: "GET", path, ...options }, defaults);
    return body.instance.configuration;
  }

  /** Restarts the database, not the server: REBOOT, then ACTIVE. */
  async restart(id: string, options: CallOptions = {}): Promise<void> {
    await this.#act(id, "Restarting", { restart: {} }, options);
  }

  /**
   * Changes the flavor: RESIZE, then ACTIVE, with the old flavor if the resize failed.
   *
   * @throws {BadRequestError} the instance has that flavor already.
   */
  async resize(id: string, flavorId: string, options: CallOptions = {}): Promise<void> {
    await this.#act(id, "Resizing", { resize: { flavorRef: flavorId } }, options);
  }

  /** Grows the volume, and those of the replicas, to `size` GiB: RESIZE, then ACTIVE. */
  async growVolume(id: string, size: number, options: CallOptions = {}): Promise<void> {
    await this.#act(id, "Growing the volume of", { resize: { volume: { size } } }, options);
  }

  /**
   * Resets the status of an instance that is stuck in BUILD or another status, so that it can be deleted. Its running
   * backups become FAILED. This is the only form of `reset_status` that a user may call.
   */
  async resetStatus(id: string, options: CallOptions = {}): Promise<void> {
    await this.#act(id, "Resetting the status of", { reset_status: { force_delete: true } }, options);
  }

  /** Promotes a replica: it becomes the source, and its source becomes a replica. */
  async promote(id: string, options: CallOptions = {}): Promise<void> {
    await this.#act(id, "Promoting", { promote_to_replica_source: {} }, options);
  }

  /** Ejects a source that has sent no heartbeat for 90 s: one of its replicas becomes the source. */
  async eject(id: string, options: CallOptions = {}): Promise<void> {
    await this.#act(id, "Ejecting", { eject_replica_source: {} }, options);
  }

  async #act(id: string, doing: string, json: unknown, options: CallOptions): Promise<void> {
    const path = `${instancePath(id)}/action`;
    await callTrove(this.#session, `${doing} instance ${id}`, { method: "POST", path, json, ...options });
  }

  async #one(what: string, request: SessionRequest): Promise<Instance> {
    const body = await callTrove(this.#session, what, request, one);
    return fromWireInstance(body.instance);
  }
}

function instancePath(id: string): string {
  return `/instances/${idSegment(id)}`;
}
