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

/** Attaching a configuration group waits for the guest within the request, up to 180 s. */
const attachTimeoutMs = 240_000;

/** Which page of the instances, and how much it says of each. */
export interface InstancePageOptions extends PageOptions {
  /**
   * Whether as in `listDetail`, else as in `list`.
   *
   * @default false
   */
  readonly detail?: boolean | undefined;
}

/**
 * `/instances` (`trove/instance/service.py`). What is asked for is under way when a call returns, not done: watch
 * `status` and `operatingStatus`.
 */
export class Instances {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Asks for an instance; it is there, in BUILD, when the call returns. Never sent twice: Trove has no token that would
   * tell a repetition from a second instance. An empty `access.allowedCidrs` here means everybody, unlike in `update`
   * (`trove/taskmanager/models.py`, `_create_secgroup`).
   *
   * @param options.onSent Told when it goes out, which may be long after the call: it keeps to Trove's rate.
   * @throws {BusyError} the source of a replica is in no state for it.
   * @throws {QuotaError} the project may not have so much.
   */
  async create(
    instance: CreateInstance,
    options: CallOptions & { readonly onSent?: (() => void) | undefined } = {},
  ): Promise<Instance> {
    const what = `Creating instance ${JSON.stringify(instance.name)}`;
    return this.#one(what, { method: "POST", path: "/instances", json: createBody(instance), ...options });
  }

  /** Reads an instance. Takes up to 15 s where the guest does not answer. @throws {NotFoundError} there is none, in this project. */
  async get(id: string, options: CallOptions = {}): Promise<Instance> {
    return this.#one(`Reading instance ${id}`, { method: "GET", path: instancePath(id), ...options });
  }

  /**
   * Every instance of the project, page after page, without `created`, `updated`, `fault` and `configurationId`. Since
   * Trove 26 an instance that an earlier release made is SHUTDOWN in lists, without addresses: `get` shows how it is.
   */
  list(options: CallOptions = {}): AsyncGenerator<Instance, void, undefined> {
    return everyPage("Listing instances", (marker) => this.page({ ...options, marker }));
  }

  /** Every instance of the project, page after page, with all but `locality`, as `list` shows it. It costs no more requests. */
  listDetail(options: CallOptions = {}): AsyncGenerator<Instance, void, undefined> {
    return everyPage("Listing instances", (marker) => this.page({ ...options, marker, detail: true }));
  }

  /**
   * One page, in the order of ids: an instance that is born meanwhile can be missed.
   *
   * @throws {RangeError} `limit` is not a whole number from 1 up.
   */
  async page(options: InstancePageOptions = {}): Promise<Page<Instance>> {
    const what = "Listing instances";
    const path = pagePath(options.detail ? "/instances/detail" : "/instances", options);
    const body = await callTrove(this.#session, what, { method: "GET", path, signal: options.signal }, many);
    return { items: body.instances.map(fromWireInstance), next: nextMarker(body) };
  }

  /**
   * Asks for the end of an instance; over when `get` says that it is not found. Send it once: a repetition while it is
   * going takes it off the quota again.
   *
   * @throws {BusyError} it is in BUILD.
   * @throws {ForbiddenError} it has replicas.
   */
  async delete(id: string, options: CallOptions = {}): Promise<void> {
    await callTrove(this.#session, `Deleting instance ${id}`, { method: "DELETE", path: instancePath(id), ...options });
  }

  /**
   * Changes the name, at once and in any state, and at most one thing more.
   *
   * @throws {RangeError} nothing to change, or more than one thing beside the name.
   */
  async update(id: string, patch: InstancePatch, options: CallOptions = {}): Promise<void> {
    const json = updateBody(patch);
    await callTrove(this.#session, `Updating instance ${id}`, {
      method: "PUT",
      path: instancePath(id),
      json,
      ...(patch.configurationId !== undefined && { timeoutMs: attachTimeoutMs }),
      ...options,
    });
  }

  /** Gives it another name, at once. @throws {BusyError} in the first moments of BUILD. */
  rename(id: string, name: string, options: CallOptions = {}): Promise<void> {
    return this.update(id, { name }, options);
  }

  /**
   * Says who may reach it; the operating status is empty until that holds. No `allowedCidrs` let nobody in, unlike in
   * `create`.
   */
  setAccess(id: string, access: Access, options: CallOptions = {}): Promise<void> {
    return this.update(id, { access }, options);
  }

  /** Makes a replica an instance of its own. */
  detachReplica(id: string, options: CallOptions = {}): Promise<void> {
    return this.update(id, { detachFromSource: true }, options);
  }

  /** Moves it to another version of its datastore, given by name or id: UPGRADE, then ACTIVE. */
  upgrade(id: string, datastoreVersion: string, options: CallOptions = {}): Promise<void> {
    return this.update(id, { datastoreVersion }, options);
  }

  /**
   * Attaches a configuration group. RESTART_REQUIRED follows where it has values that count only after a restart.
   *
   * @throws {BadRequestError} it has a group already, or the group is for another datastore.
   */
  attachConfiguration(id: string, configurationId: string, options: CallOptions = {}): Promise<void> {
    return this.update(id, { configurationId }, options);
  }

  /** Detaches its configuration group; nothing happens without one. RESTART_REQUIRED can follow. */
  detachConfiguration(id: string, options: CallOptions = {}): Promise<void> {
    return this.update(id, { configurationId: null }, options);
  }

  /**
   * What the datastore's template sets for an instance of this flavor, as the server writes it (`"150M"`, `1`). The
   * attached group has no part in it (`trove/instance/service.py`, `configuration`).
   */
  async configurationDefaults(id: string, options: CallOptions = {}): Promise<Record<string, unknown>> {
    const what = `Reading the configuration defaults of instance ${id}`;
    const path = `${instancePath(id)}/configuration`;
    const body = await callTrove(this.#session, what, { method: "GET", path, ...options }, defaults);
    return body.instance.configuration;
  }

  /** Restarts the database, not the machine: REBOOT, then ACTIVE. */
  async restart(id: string, options: CallOptions = {}): Promise<void> {
    await this.#act(id, "Restarting", { restart: {} }, options);
  }

  /** Changes the flavor: RESIZE, then ACTIVE, with the old flavor if it failed. @throws {BadRequestError} it has that flavor. */
  async resize(id: string, flavorId: string, options: CallOptions = {}): Promise<void> {
    await this.#act(id, "Resizing", { resize: { flavorRef: flavorId } }, options);
  }

  /** Grows the volume to `size` GiB, and with it those of the replicas: RESIZE, then ACTIVE. */
  async growVolume(id: string, size: number, options: CallOptions = {}): Promise<void> {
    await this.#act(id, "Growing the volume of", { resize: { volume: { size } } }, options);
  }

  /**
   * Frees an instance that hangs in BUILD or another state, so that it can be deleted; its running backups become FAILED.
   * It is the one form of `reset_status` that is open to others than administrators.
   */
  async resetStatus(id: string, options: CallOptions = {}): Promise<void> {
    await this.#act(id, "Resetting the status of", { reset_status: { force_delete: true } }, options);
  }

  /** Makes this replica the source, and its source a replica of it. */
  async promote(id: string, options: CallOptions = {}): Promise<void> {
    await this.#act(id, "Promoting", { promote_to_replica_source: {} }, options);
  }

  /** Makes one of the replicas the source in place of this one, which has to be dead (no heartbeat for 90 s). */
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
