import type { DynamicHost, DynamicHostOptions } from "./dynamic-host.ts";
import { type PluginHost, startPlugin, URN } from "./plugin-host.ts";
import { type Properties, secret } from "./provider-process.ts";

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/**
 * The plugin behind the interface of the dynamic host: takes the hidden inputs of its SDK, and sends what the engine sends
 * to a plugin in their place. A preview of a create or an update follows its check or diff, as the engine plans them.
 */
export async function startPluginAsHost({ config = {}, ...options }: DynamicHostOptions = {}): Promise<DynamicHost> {
  const plugin = await startPlugin(options);
  const own = Object.entries(config).filter(([key]) => key.startsWith("trove:") && key !== "trove:explicit");
  const settings = Object.fromEntries(own.map(([key, value]) => [key.slice("trove:".length), encodeSetting(value)]));
  await plugin.configure(settings, { name: "trove:explicit" in config ? "mine" : "default_0_1_0" });
  return new PluginAsHost(plugin);
}

/** The engine sends the settings of a plugin as texts. */
function encodeSetting(value: unknown): unknown {
  return typeof value === "string" ? value : JSON.stringify(value);
}

class PluginAsHost implements DynamicHost {
  readonly #plugin: PluginHost;
  /** The inputs in the state, by URN: the engine sends them with a diff and an update. */
  readonly #oldInputs = new Map<string, Properties>();
  #isPreview = false;

  constructor(plugin: PluginHost) {
    this.#plugin = plugin;
  }

  get process() {
    return this.#plugin.process;
  }

  stdout() {
    return this.#plugin.stdout();
  }

  stderr() {
    return this.#plugin.stderr();
  }

  async check(olds: Properties, { __preview, __timeouts, __urn, __provider, __secrets, ...program }: Properties) {
    const urn = pluginUrn(__urn);
    this.#isPreview = __preview === true;
    this.#oldInputs.set(urn, olds);
    const { inputs, failures } = await this.#plugin.check({ urn, olds, news: marked(program, __secrets) });
    if (this.#isPreview && Object.keys(olds).length === 0 && failures.length === 0) {
      await this.#plugin.create({ urn, properties: inputs, preview: true });
    }
    // The engine passes timeouts beside the inputs; a state of the dynamic host has them among these.
    return { inputs: __timeouts === undefined ? inputs : { ...inputs, __timeouts }, failures };
  }

  async diff(id: string, olds: Properties, news: Properties) {
    const request = { ...this.#stored(news), id, olds, news };
    const { hasChanges, replaces, deleteBeforeReplace } = await this.#plugin.diff(request);
    if (this.#isPreview && hasChanges && replaces.length === 0)
      await this.#plugin.update({ ...request, preview: true });
    return { changes: hasChanges ? 2 : 1, replacesList: [...replaces], deletebeforereplace: deleteBeforeReplace };
  }

  async create(properties: Properties) {
    const { urn } = this.#stored(properties);
    const { id, outputs } = await this.#plugin.create({ urn, properties, timeout: timeoutOf(properties, "create") });
    return { id, outs: outputs };
  }

  async read(id: string, properties: Properties = {}, inputs?: Properties) {
    const found = await this.#plugin.read({ urn: this.#stored(properties).urn, id, properties, inputs });
    return { id: found.id, props: found.outputs, inputs: found.inputs };
  }

  update(id: string, olds: Properties, news: Properties) {
    return this.#plugin.update({ ...this.#stored(news), id, olds, news, timeout: timeoutOf(news, "update") });
  }

  delete(id: string, properties: Properties) {
    const { urn } = this.#stored(properties);
    return this.#plugin.delete({ urn, id, properties, timeout: timeoutOf(properties, "delete") });
  }

  cancel() {
    return this.#plugin.cancel();
  }

  stop() {
    return this.#plugin.stop();
  }

  #stored({ __urn }: Properties): { readonly urn: string; readonly oldInputs: Properties } {
    const urn = pluginUrn(__urn);
    return { urn, oldInputs: this.#oldInputs.get(urn) ?? {} };
  }
}

/** The URN of the resource in a program of the plugin. */
function pluginUrn(dynamicUrn: unknown): string {
  return dynamicUrn === undefined ? URN : String(dynamicUrn).replaceAll("pulumi-nodejs:dynamic/trove:", "trove:index:");
}

/** The program's properties with its secrets marked. */
function marked(program: Properties, paths: unknown): Properties {
  const list = Array.isArray(paths) ? (paths as string[][]) : [];
  return list.reduce((properties, path) => markedAt(properties, path) as Properties, program);
}

function markedAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return secret(value);
  const properties = value as Properties;
  return key in properties ? { ...properties, [key]: markedAt(properties[key], rest) } : properties;
}

/** The timeout of an operation in seconds, of a Go duration such as `1h30m`. */
function timeoutOf({ __timeouts }: Properties, operation: string): number | undefined {
  const duration = (__timeouts as Readonly<Record<string, string>> | undefined)?.[operation];
  const parts = [...(duration?.matchAll(/([\d.]+)([hms])/g) ?? [])];
  return parts.reduce((sum, [, amount, unit = ""]) => sum + Number(amount) * (SECONDS[unit] ?? 0), 0);
}
