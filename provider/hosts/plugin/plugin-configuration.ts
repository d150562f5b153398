import { CancelledError } from "../../core/errors/cancelled-error.ts";
import type { Configuration } from "../../service/settings.ts";
import { fromWire, type WireObject } from "../encoding/wire.ts";

/** The prefix with which the service looks up settings. A plugin gets the keys of its own namespace alone, without it. */
const NAMESPACE = "trove:";

/** What the engine passes to every provider beside its settings (`pkg/resource/deploy/providers/registry.go`). */
const ENGINE_KEYS = ["version", "pluginDownloadURL", "pluginChecksums", "parameterization"];

/** One configuration of the plugin. The engine cancels all operations on it together. */
export class PluginConfiguration implements Configuration {
  readonly #controller = new AbortController();
  readonly #values: ReadonlyMap<string, unknown>;
  /** Aborted when the engine cancels. */
  readonly signal: AbortSignal = this.#controller.signal;

  /**
   * @param args the arguments of an explicit provider, or the stack configuration of the namespace
   * @param isExplicit whether the program creates the provider; then nothing else fills in what is left out
   */
  constructor(args: WireObject, isExplicit: boolean) {
    const settings = Object.entries(fromWire(args)).filter(([key]) => !isEngineKey(key));
    const values = settings.map(([key, value]) => [`${NAMESPACE}${key}`, value] as const);
    this.#values = new Map(isExplicit ? [...values, [`${NAMESPACE}explicit`, "true"]] : values);
  }

  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  get(key: string): unknown {
    return this.#values.get(key);
  }

  cancel(): void {
    this.#controller.abort(new CancelledError("The operation"));
  }
}

function isEngineKey(key: string): boolean {
  return key.startsWith("__") || ENGINE_KEYS.includes(key);
}
