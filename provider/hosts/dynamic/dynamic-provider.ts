import type { dynamic } from "@pulumi/pulumi";
import type { ManagedState } from "../../resources/managed-state.ts";
import type { Resource } from "../../resources/resource.ts";
import type { HostConfiguration } from "./host-configuration.ts";
import type { ResourceCodec } from "./resource-codec.ts";

/**
 * A dynamic provider of one resource. It stores the configuration and loads everything else with the first operation, as
 * the host loads it in every program (`sdk/nodejs/cmd/dynamic-provider`).
 */
export class DynamicProvider<Inputs extends object, State extends ManagedState> implements dynamic.ResourceProvider {
  readonly #configuration: HostConfiguration;
  readonly #load: () => Promise<Resource<Inputs, State>>;
  #codec: Promise<ResourceCodec<Inputs, State>> | undefined;

  /** @param load imports the resource. */
  constructor(configuration: HostConfiguration, load: () => Promise<Resource<Inputs, State>>) {
    this.#configuration = configuration;
    this.#load = load;
  }

  async configure({ config }: dynamic.ConfigureRequest): Promise<void> {
    this.#configuration.configure((key) => config.get(key), keysOf(config));
  }

  async check(olds: object, news: object): Promise<dynamic.CheckResult> {
    return (await this.#loaded()).check({ ...olds }, { ...news });
  }

  async diff(id: string, olds: object, news: object): Promise<dynamic.DiffResult> {
    return (await this.#loaded()).diff(id, { ...olds }, { ...news });
  }

  async create(inputs: object): Promise<dynamic.CreateResult> {
    return (await this.#loaded()).create({ ...inputs });
  }

  async read(id: string, properties: object): Promise<dynamic.ReadResult> {
    return (await this.#loaded()).read(id, { ...properties });
  }

  async update(id: string, olds: object, news: object): Promise<dynamic.UpdateResult> {
    return (await this.#loaded()).update(id, { ...olds }, { ...news });
  }

  async delete(id: string, properties: object): Promise<void> {
    return (await this.#loaded()).delete(id, { ...properties });
  }

  #loaded(): Promise<ResourceCodec<Inputs, State>> {
    this.#codec ??= Promise.all([this.#load(), import("./resource-codec.ts")]).then(
      ([resource, { ResourceCodec }]) => new ResourceCodec(resource, this.#configuration),
    );
    return this.#codec;
  }
}

/** The host's type has no list of keys, but its object has (`sdk/nodejs/cmd/dynamic-provider/config.ts`, `rawConfig`). */
function keysOf(config: dynamic.Config): readonly string[] {
  const values: unknown = Reflect.get(config, "rawConfig");
  return typeof values === "object" && values !== null ? Object.keys(values) : [];
}
