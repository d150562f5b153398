import { userAgent } from "../../core/user-agent.ts";
import { lookups } from "../../lookups/index.ts";
import { ConfigError } from "../../openstack/errors/config-error.ts";
import { backup } from "../../resources/backup/index.ts";
import { backupStrategy } from "../../resources/backup-strategy/index.ts";
import { configuration } from "../../resources/configuration/index.ts";
import { database } from "../../resources/database/index.ts";
import { instance } from "../../resources/instance/index.ts";
import type { ManagedState } from "../../resources/managed-state.ts";
import type { Resource } from "../../resources/resource.ts";
import { root } from "../../resources/root/index.ts";
import { user } from "../../resources/user/index.ts";
import { OperationError } from "../../service/errors/operation-error.ts";
import { type HostLog, ProviderProcess } from "../../service/process.ts";
import type { WireObject } from "../encoding/wire.ts";
import { UnservedError } from "./grpc-errors.ts";
import { PluginConfiguration } from "./plugin-configuration.ts";
import { type LookupReply, lookUp } from "./plugin-lookup.ts";
import { PluginResource } from "./plugin-resource.ts";

type AnyResource = Pick<
  PluginResource<object, ManagedState>,
  "check" | "diff" | "create" | "read" | "update" | "delete"
>;

/** Creates the resource of each type for one configuration. */
const RESOURCES: Readonly<Record<string, (process: ProviderProcess) => AnyResource>> = {
  ...servedAs(instance),
  ...servedAs(configuration),
  ...servedAs(backup),
  ...servedAs(backupStrategy),
  ...servedAs(database),
  ...servedAs(user),
  ...servedAs(root),
};

const LOOKUPS = new Map(lookups.map((lookup) => [`trove:index:${lookup.name}`, lookup]));

function servedAs<Inputs extends object, State extends ManagedState>(resource: Resource<Inputs, State>) {
  return { [`trove:index:${resource.token}`]: (process: ProviderProcess) => new PluginResource(resource, process) };
}

/** The objects that belong to one configuration. */
interface Configured {
  readonly configuration: PluginConfiguration;
  readonly process: ProviderProcess;
  readonly resources: Map<string, AnyResource>;
}

/**
 * The resources and the lookups of the plugin. Each configuration starts with nothing in memory: the engine attaches to a
 * plugin that is already running (`PULUMI_DEBUG_PROVIDERS`) for one operation after the other, and cancels each at its end.
 */
export class PluginProvider {
  readonly #hostLog: HostLog;
  #configured: Configured | undefined;

  constructor(hostLog: HostLog) {
    this.#hostLog = hostLog;
  }

  /** @param isExplicit whether the program creates the provider */
  configure(args: WireObject, isExplicit: boolean): void {
    const configuration = new PluginConfiguration(args, isExplicit);
    const { signal } = configuration;
    const process = new ProviderProcess({ configuration, signal, hostLog: this.#hostLog, userAgent: userAgent() });
    this.#configured = { configuration, process, resources: new Map() };
  }

  /**
   * @throws {UnservedError} the plugin has no resource of this type
   * @throws {ConfigError} the engine has not configured the plugin
   */
  resource(type: string): AnyResource {
    const { process, resources } = this.#current();
    const make = Object.hasOwn(RESOURCES, type) ? RESOURCES[type] : undefined;
    if (make === undefined) throw new UnservedError(`resource ${type}`);
    const resource = resources.get(type) ?? make(process);
    resources.set(type, resource);
    return resource;
  }

  /**
   * Runs a lookup.
   *
   * @throws {UnservedError} the plugin has no such function
   * @throws {ConfigError} the engine has not configured the plugin
   */
  async lookUp(token: string, args: WireObject): Promise<LookupReply> {
    const { process } = this.#current();
    const lookup = LOOKUPS.get(token);
    if (lookup === undefined) throw new UnservedError(`function ${token}`);
    return lookUp(process, lookup, args);
  }

  #current(): Configured {
    if (this.#configured === undefined) throw new ConfigError(NOT_CONFIGURED);
    return this.#configured;
  }

  cancel(): void {
    this.#configured?.configuration.cancel();
  }

  /** Shows an error that no operation caught. The engine hides what a plugin prints. */
  report(error: unknown): void {
    const mask = this.#configured?.process.masks.ofProcess;
    this.#hostLog.of(undefined).warn(new OperationError(error, { mask }).message);
  }
}

const NOT_CONFIGURED = "The engine has not configured the plugin yet, so no operation can run.";
