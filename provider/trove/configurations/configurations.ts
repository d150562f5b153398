import { z } from "zod";
import type { Session, SessionRequest } from "../../openstack/session.ts";
import { BadRequestError } from "../errors/status-errors.ts";
import { callTrove } from "../request/call-trove.ts";
import { listOf } from "../request/list-of.ts";
import { everyPage, nextMarker, pagePath, wirePage } from "../request/paging.ts";
import { idSegment } from "../request/paths.ts";
import type {
  CallOptions,
  ConfigurationGroup,
  ConfigurationSummary,
  ConfigurationValue,
  CreateConfiguration,
  Page,
  PageOptions,
  ReplaceConfiguration,
} from "../types.ts";
import {
  createConfigurationBody,
  type Floats,
  mergeConfigurationBody,
  replaceConfigurationBody,
} from "./configuration-bodies.ts";
import { fromWireGroup, fromWireSummary, wireGroup, wireSummary } from "./configuration-wire.ts";

const one = z.object({ configuration: wireGroup });
const many = wirePage.extend({ configurations: listOf(wireSummary) });
const attached = wirePage.extend({ instances: listOf(z.object({ id: z.string(), name: z.string() })) });

/** Within the request, Trove applies a change to one attached instance after another, for up to 180 s. */
const APPLY_TIMEOUT_MS = 240_000;

/** Options of a change of a group. */
export interface ChangeConfigurationOptions extends CallOptions {
  /**
   * The names of parameters of the type `float`. Trove refuses a whole number for one, so their values are sent with a
   * fraction at once. A value of a float that is not named here costs one more request.
   */
  readonly floats?: Iterable<string> | undefined;
}

/** Options of a create of a group. */
export interface CreateConfigurationOptions extends ChangeConfigurationOptions {
  /** Called for each attempt when it is written to its connection: from then on it may have an effect. */
  readonly onSent?: (() => void) | undefined;
}

/** An instance that a group is attached to. */
export interface AttachedInstance {
  readonly id: string;
  readonly name: string;
}

/**
 * `/configurations` (`trove/configuration/service.py`). A value that the datastore does not accept is a
 * `BadRequestError` of status 422 that names the parameter; nothing is changed then.
 */
export class Configurations {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists the groups of the project, without `values`. */
  list(options: CallOptions = {}): AsyncGenerator<ConfigurationSummary, void, undefined> {
    return everyPage("Listing configuration groups", (marker) => this.page({ ...options, marker }));
  }

  /** Reads one page, ordered by id. */
  async page(options: PageOptions = {}): Promise<Page<ConfigurationSummary>> {
    const what = "Listing configuration groups";
    const path = pagePath("/configurations", options);
    const body = await callTrove(this.#session, what, { method: "GET", path, signal: options.signal }, many);
    return { items: body.configurations.map(fromWireSummary), next: nextMarker(body) };
  }

  /** Reads a group. @throws {NotFoundError} it does not exist in this project (`resource` is `configuration`). */
  async get(id: string, options: CallOptions = {}): Promise<ConfigurationGroup> {
    const what = `Reading configuration group ${id}`;
    const request = { method: "GET", path: groupPath(id), exactIntegers: true, ...options } as const;
    const body = await callTrove(this.#session, what, request, one);
    return fromWireGroup(body.configuration);
  }

  /**
   * Creates a group at once. The request is never repeated, since names are not unique.
   *
   * @throws {NotFoundError} the datastore does not exist.
   */
  async create(group: CreateConfiguration, options: CreateConfigurationOptions = {}): Promise<ConfigurationGroup> {
    const { floats = [], ...rest } = options;
    const what = `Creating configuration group ${JSON.stringify(group.name)}`;
    const json = (floats: Floats) => createConfigurationBody(group, floats);
    const request = { method: "POST", path: "/configurations", exactIntegers: true, ...rest } as const;
    const body = await this.#send(what, request, new Set(floats), json, one);
    return fromWireGroup(body.configuration);
  }

  /**
   * Replaces all values of a group and applies them to every attached instance, whatever its status. An instance that
   * needs a restart for them becomes RESTART_REQUIRED.
   *
   * @throws {GuestUnreachableError} the guest agent of an instance could not be reached. The group has changed
   * nevertheless.
   */
  async replace(id: string, group: ReplaceConfiguration, options: ChangeConfigurationOptions = {}): Promise<void> {
    const { floats = [], ...rest } = options;
    const request = {
      method: "PUT",
      path: groupPath(id),
      timeoutMs: APPLY_TIMEOUT_MS,
      repeatable: true,
      ...rest,
    } as const;
    await this.#send(`Replacing the values of configuration group ${id}`, request, new Set(floats), (floats) =>
      replaceConfigurationBody(group, floats),
    );
  }

  /** Adds and changes values, and keeps all others. Applies them as `replace` does. */
  async merge(
    id: string,
    values: Readonly<Record<string, ConfigurationValue>>,
    options: ChangeConfigurationOptions = {},
  ): Promise<void> {
    const { floats = [], ...rest } = options;
    const request = {
      method: "PATCH",
      path: groupPath(id),
      timeoutMs: APPLY_TIMEOUT_MS,
      repeatable: true,
      ...rest,
    } as const;
    await this.#send(`Changing values of configuration group ${id}`, request, new Set(floats), (floats) =>
      mergeConfigurationBody(values, floats),
    );
  }

  /** Deletes a group at once. @throws {BadRequestError} it is attached to an instance. */
  async delete(id: string, options: CallOptions = {}): Promise<void> {
    const what = `Deleting configuration group ${id}`;
    await callTrove(this.#session, what, { method: "DELETE", path: groupPath(id), ...options });
  }

  /** Lists the instances that the group is attached to. */
  instances(id: string, options: CallOptions = {}): AsyncGenerator<AttachedInstance, void, undefined> {
    const what = `Listing the instances of configuration group ${id}`;
    return everyPage(what, async (marker) => {
      const path = pagePath(`${groupPath(id)}/instances`, { marker });
      const body = await callTrove(this.#session, what, { method: "GET", path, ...options }, attached);
      return { items: body.instances, next: nextMarker(body) };
    });
  }

  /**
   * Sends a group. Trove refuses a whole number for a `float` (`_validate_configuration`). A value that the caller does
   * not know to be one and that is refused for that is sent again with a fraction. The refusal has changed nothing.
   */
  async #send<T = unknown>(
    what: string,
    request: SessionRequest,
    floats: Set<string>,
    json: (floats: Floats) => unknown,
    schema?: z.ZodType<T>,
  ): Promise<T> {
    for (;;) {
      try {
        return await callTrove(this.#session, what, { ...request, json: json(floats) }, schema);
      } catch (error) {
        const name = refusedFloat(error);
        if (name === undefined || floats.has(name)) {
          throw error;
        }
        floats.add(name);
      }
    }
  }
}

function refusedFloat(error: unknown): string | undefined {
  if (!(error instanceof BadRequestError) || error.status !== 422) {
    return undefined;
  }
  const message = error.serverMessage ?? "";
  return /^The value provided for the configuration parameter (\S+) is not of type float/.exec(message)?.[1];
}

function groupPath(id: string): string {
  return `/configurations/${idSegment(id)}`;
}
