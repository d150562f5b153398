import type { dynamic } from "@pulumi/pulumi";
import type { ManagedState } from "../../resources/managed-state.ts";
import type { Resource } from "../../resources/resource.ts";
import type { Serving } from "../../service/resource-service.ts";
import type { HostConfiguration } from "./host-configuration.ts";

/**
 * What the dynamic host loads: it takes the configuration and answers, and loads all the rest with the first call
 * (`sdk/nodejs/cmd/dynamic-provider`).
 */
export class DynamicProvider<Inputs extends object, State extends ManagedState> implements dynamic.ResourceProvider {
  readonly #settings: HostConfiguration;
  readonly #load: () => Promise<Resource<Inputs, State>>;
  #serving: Promise<Serving<Inputs, State>> | undefined;

  /** @param load imports the resource kind that is served. */
  constructor(settings: HostConfiguration, load: () => Promise<Resource<Inputs, State>>) {
    this.#settings = settings;
    this.#load = load;
  }

  async configure({ config }: dynamic.ConfigureRequest): Promise<void> {
    this.#settings.configure((key) => config.get(key), keysOf(config));
  }

  async check(olds: object, news: object): Promise<dynamic.CheckResult> {
    return (await this.#serve()).check({ ...olds }, { ...news });
  }

  async diff(id: string, olds: object, news: object): Promise<dynamic.DiffResult> {
    return (await this.#serve()).diff(id, { ...olds }, { ...news });
  }

  async create(inputs: object): Promise<dynamic.CreateResult> {
    return (await this.#serve()).create({ ...inputs });
  }

  async read(id: string, properties: object): Promise<dynamic.ReadResult> {
    return (await this.#serve()).read(id, { ...properties });
  }

  async update(id: string, olds: object, news: object): Promise<dynamic.UpdateResult> {
    return (await this.#serve()).update(id, { ...olds }, { ...news });
  }

  async delete(id: string, properties: object): Promise<void> {
    return (await this.#serve()).delete(id, { ...properties });
  }

  #serve(): Promise<Serving<Inputs, State>> {
    this.#serving ??= Promise.all([
      this.#load(),
      import("../../service/resource-service.ts"),
      import("../../service/process.ts"),
    ]).then(([resource, { Serving }, { HostProcess }]) => new Serving(resource, HostProcess.of(this.#settings)));
    return this.#serving;
  }
}

/** The host's type offers no list of keys; its object has them (`sdk/nodejs/cmd/dynamic-provider/config.ts`, `rawConfig`). */
function keysOf(config: dynamic.Config): readonly string[] {
  const values: unknown = Reflect.get(config, "rawConfig");
  return typeof values === "object" && values !== null ? Object.keys(values) : [];
}
